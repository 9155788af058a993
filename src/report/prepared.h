/* Prepared: a table of boxes, one row a server and one column a procedure, for what needs no
 * window. */
#ifndef WSP_REPORT_PREPARED_H
#define WSP_REPORT_PREPARED_H

#include "plan/steps.h"
#include "report/book.h"

/** Gives the steps of some whole servers from `*s` on, and advances it. */
typedef bool (*wsp_batch)(struct wsp_steps *steps, wsp_server_id *s);

bool wsp_batch_of_preparation(struct wsp_steps *steps, wsp_server_id *s);
bool wsp_batch_of_early(struct wsp_steps *steps, wsp_server_id *s);    /* without pointing */
bool wsp_batch_of_pointing(struct wsp_steps *steps, wsp_server_id *s); /* early point-clients */

struct wsp_prepared {
	wsp_batch batch;
	bool notes;          /* with lead times, access and thumbprints */
	uint32_t usual_lead; /* minutes that need not be said */
};

/** Count the steps of a batch by procedure, into book->procedure[].n_steps. @return all of them */
uint64_t wsp_prepared_count(struct wsp_book *book, struct wsp_steps *steps, wsp_batch batch);

/** Tell the table; its columns are the procedures that were counted. */
void wsp_prepared_tell(
	struct wsp_book *book, struct wsp_steps *steps, const struct wsp_prepared *table);

#endif
