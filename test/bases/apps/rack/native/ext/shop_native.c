#include <ruby.h>

/* The sum of the bytes of a text. */
static VALUE sum(VALUE self, VALUE text)
{
	unsigned long total = 0;

	StringValue(text);
	for (long at = 0; at < RSTRING_LEN(text); at++)
		total += (unsigned char)RSTRING_PTR(text)[at];
	return ULONG2NUM(total);
}

void Init_shop_native(void)
{
	rb_define_module_function(rb_define_module("ShopNative"), "sum", sum, 1);
}
