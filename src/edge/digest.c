#include "edge/digest.h"

#include <stdlib.h>

#include <openssl/evp.h>

enum { SHA256_BYTES = 32 };

struct wsp_digest {
	EVP_MD_CTX *context;
	bool failed;
};

struct wsp_digest *wsp_digest_create(void)
{
	struct wsp_digest *digest = calloc(1, sizeof(*digest));

	if (!digest)
		return NULL;
	digest->context = EVP_MD_CTX_new();
	if (!digest->context) {
		free(digest);
		return NULL;
	}
	digest->failed = EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) != 1;
	return digest;
}

void wsp_digest_add(struct wsp_digest *digest, const void *bytes, size_t length)
{
	if (EVP_DigestUpdate(digest->context, bytes, length) != 1)
		digest->failed = true;
}

bool wsp_digest_finish(struct wsp_digest *digest, char ret_hex[65])
{
	static const char digit[] = "0123456789abcdef";
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	if (EVP_DigestFinal_ex(digest->context, bytes, &length) != 1 || length != SHA256_BYTES)
		digest->failed = true;
	if (digest->failed)
		return false;
	for (size_t i = 0; i < SHA256_BYTES; i++) {
		ret_hex[2 * i] = digit[bytes[i] >> 4];
		ret_hex[2 * i + 1] = digit[bytes[i] & 15];
	}
	ret_hex[64] = '\0';
	return true;
}

void wsp_digest_free(struct wsp_digest *digest)
{
	if (!digest)
		return;
	EVP_MD_CTX_free(digest->context);
	free(digest);
}
