/* A shop whose first page needs little, and whose others need more: a file, an account, a library, a program. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char answer[4096];

static int page_data(void)
{
	FILE *file = fopen("data/stock.csv", "r");
	size_t length;

	if (!file)
		return 500;
	length = fread(answer, 1, sizeof(answer) - 1, file);
	answer[length] = 0;
	fclose(file);
	return 200;
}

static int page_user(void)
{
	struct passwd *user = getpwuid(getuid());

	if (!user)
		return 500;
	snprintf(answer, sizeof(answer), "%s\n", user->pw_name);
	return 200;
}

static int page_zone(void)
{
	time_t noon = 1767268800;

	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	strftime(answer, sizeof(answer), "%H:%M\n", localtime(&noon));
	return 200;
}

/* A program of the base, which the shell finds. */
static int page_program(void)
{
	FILE *program = popen("printf %d 42", "r");
	size_t length;

	if (!program)
		return 500;
	length = fread(answer, 1, sizeof(answer) - 1, program);
	answer[length] = 0;
	return pclose(program) == 0 ? 200 : 500;
}

static int page_report(void)
{
#ifdef LIBRARY
	void *library = dlopen(LIBRARY, RTLD_NOW);
	const char *(*report)(void) = library ? (const char *(*)(void))dlsym(library, "report") : NULL;

	if (!report)
		return 500;
	strcpy(answer, report());
	return 200;
#else
	return 404;
#endif
}

static int page(const char *path)
{
	strcpy(answer, "shop\n");
	if (strcmp(path, "/") == 0)
		return 200;
	if (strcmp(path, "/data") == 0)
		return page_data();
	if (strcmp(path, "/user") == 0)
		return page_user();
	if (strcmp(path, "/zone") == 0)
		return page_zone();
	if (strcmp(path, "/program") == 0)
		return page_program();
	if (strcmp(path, "/report") == 0)
		return page_report();
	return 404;
}

static void serve(int connection)
{
	char request[4096], path[256], head[256];
	ssize_t length = read(connection, request, sizeof(request) - 1);
	int status = 400;

	if (length <= 0)
		return;
	request[length] = 0;
	if (sscanf(request, "%*s %255s", path) == 1)
		status = page(path);
	if (status != 200)
		strcpy(answer, "error\n");
	snprintf(head, sizeof(head), "HTTP/1.0 %d shop\r\nContent-Length: %zu\r\n\r\n", status, strlen(answer));
	if (write(connection, head, strlen(head)) < 0 || write(connection, answer, strlen(answer)) < 0)
		perror("write");
}

int main(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(8080)};
	int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);

	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, _exit);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 16)) {
		perror("port 8080");
		return 1;
	}
	for (;;) {
		int connection = accept(listener, NULL, NULL);

		serve(connection);
		close(connection);
	}
}
