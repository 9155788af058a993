/* Transcript: what a reader makes of a text, as text. */
#ifndef WSP_TESTS_TRANSCRIPT_H
#define WSP_TESTS_TRANSCRIPT_H

#include "base/text.h"
#include "edge/reader.h"

typedef enum wsp_status wsp_reader(struct wsp_source *source, wsp_file_id file,
	const struct wsp_reader_sink *sink, struct wsp_diags *diags);

struct wsp_transcript {
	wsp_reader *reader;
	bool places;    /* write the place of each node */
	bool countdown; /* the callbacks answer false once `left` records were taken */
	unsigned left;
	struct wsp_source_options options;
	struct wsp_text text;   /* records in their order, findings sorted, the answer if not OK */
	enum wsp_status status; /* the reader's answer */
};

/*
 * Lines such as
 *
 *   name: Contoso          a member
 *   [0] {fqdn: a, x: [1]}  an item of the first streamed list, `servers`; the second is `more`
 *   I007 3:5 message       a finding
 *   invalid                the answer
 *
 * Strings in quotes are written 'so', splittable scalars <so>.
 */
void wsp_transcribe(struct wsp_transcript *transcript, const void *bytes, size_t length);

/** Read `bytes` and compare; prints both when they differ. */
bool wsp_transcript_is(
	wsp_reader *reader, bool places, const void *bytes, size_t length, const char *expected);

/** The same for `head`, `n` times `byte`, and `tail`. */
bool wsp_transcript_of_run_is(wsp_reader *reader, const char *head, char byte, size_t n,
	const char *tail, const char *expected);

/** Read for wsp_torture(). @return false when memory ran out and the reader said so */
bool wsp_transcript_torture(wsp_reader *reader, const char *text, size_t length);

#define READS(input, expected)                                                                     \
	CU_ASSERT_TRUE(                                                                            \
		wsp_transcript_is(READER, false, "" input "", sizeof(input) - 1, "" expected ""))
#define PLACES(input, expected)                                                                    \
	CU_ASSERT_TRUE(                                                                            \
		wsp_transcript_is(READER, true, "" input "", sizeof(input) - 1, "" expected ""))

#endif
