#include <stdio.h>

int main(int count, char **words)
{
	printf("hello %s\n", count > 1 ? words[1] : "world");
	return ferror(stdout) != 0;
}
