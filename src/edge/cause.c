#include "edge/cause.h"

#include <errno.h>

#include "base/array.h"

static const struct {
	int error;
	const char *words;
} causes[] = {
	{EACCES, "permission denied"},
	{EBUSY, "it is in use"},
	{EDQUOT, "the disk quota is used up"},
	{EEXIST, "there is something of that name already"},
	{EFBIG, "the file would be too large"},
	{EINVAL, "not possible for this name"},
	{EIO, "the device failed"},
	{EISDIR, "it is a directory"},
	{ELOOP, "too many symbolic links"},
	{EMFILE, "too many open files"},
	{ENAMETOOLONG, "its name is too long"},
	{ENFILE, "too many open files"},
	{ENOENT, "there is no such file or directory"},
	{ENOSPC, "no space left on the device"},
	{ENOTDIR, "a part of its path is not a directory"},
	{ENOTEMPTY, "it is not empty"},
	{EPERM, "permission denied"},
	{EROFS, "the file system is read-only"},
	{EXDEV, "it lies on another file system"},
};

void wsp_cause_add(struct wsp_text *out, int error)
{
	for (size_t i = 0; i < WSP_COUNT(causes); i++) {
		if (causes[i].error == error) {
			wsp_text_adds(out, causes[i].words);
			return;
		}
	}
	wsp_text_addf(out, "system error %d", error);
}
