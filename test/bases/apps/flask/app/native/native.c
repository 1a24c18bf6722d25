#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* The sum of the bytes of a text. */
static PyObject *sum(PyObject *self, PyObject *args)
{
	const unsigned char *text;
	Py_ssize_t length;
	unsigned long total = 0;

	if (!PyArg_ParseTuple(args, "s#", &text, &length))
		return NULL;
	while (length-- > 0)
		total += text[length];
	return PyLong_FromUnsignedLong(total);
}

static PyMethodDef methods[] = {{"sum", sum, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "shop_native", NULL, -1, methods};

PyMODINIT_FUNC PyInit_shop_native(void)
{
	return PyModule_Create(&module);
}
