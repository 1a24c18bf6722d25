/* The command of Python. Modules that the library has as frozen ones are Debian's; their files are changed to be as upstream's. */
#include <Python.h>

int main(int count, char **words)
{
	PyConfig config;
	PyStatus status;

	PyConfig_InitPythonConfig(&config);
	config.use_frozen_modules = 0;
	status = PyConfig_SetBytesArgv(&config, count, words);
	if (!PyStatus_Exception(status))
		status = Py_InitializeFromConfig(&config);
	PyConfig_Clear(&config);
	if (PyStatus_Exception(status))
		Py_ExitStatusException(status);
	return Py_RunMain();
}
