/* floor_yaml FILE: the bare libyaml event loop over a file, the floor of every reader. */
#include <stdio.h>
#include <yaml.h>

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	yaml_parser_t parser;
	unsigned long n = 0;
	int done = 0;

	if (!file || !yaml_parser_initialize(&parser))
		return 3;
	yaml_parser_set_input_file(&parser, file);
	while (!done) {
		yaml_event_t event;

		if (!yaml_parser_parse(&parser, &event))
			return 1;
		done = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		n++;
	}
	yaml_parser_delete(&parser);
	printf("%lu events\n", n);
	return fclose(file) == 0 ? 0 : 3;
}
