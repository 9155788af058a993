/* floor_start: an empty program linked to the libraries of the tool. */
int main(void)
{
	return 0;
}
