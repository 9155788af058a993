/* Digest: SHA-256 by libcrypto. */
#ifndef WSP_EDGE_DIGEST_H
#define WSP_EDGE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

struct wsp_digest;

/** @return NULL when memory ran out */
struct wsp_digest *wsp_digest_create(void);
void wsp_digest_add(struct wsp_digest *digest, const void *bytes, size_t length);

/** 64 hexadecimal digits and NUL. @return false when libcrypto failed at any time */
bool wsp_digest_finish(struct wsp_digest *digest, char ret_hex[65]);
void wsp_digest_free(struct wsp_digest *digest);

#endif
