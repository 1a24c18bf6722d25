const char *report(void)
{
	return "report of the year\n";
}
