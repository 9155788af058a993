/*
 * Stored: a plan document (plan.json) -> the plan it was written from.
 *
 * Records are taken one by one as a reader hands them over; texts and arrays are kept, the document
 * is not. The steps are not kept either: they are derived anew and compared with those that were
 * read, so a plan that was edited is refused (I020). Other findings: I018 not a plan or damaged,
 * I019 another major version, and whatever binding the inventory finds.
 *
 *     struct wsp_stored *stored = wsp_stored_create(file, diags);
 *     struct wsp_reader_sink sink = wsp_stored_sink(stored);
 *     status = wsp_read_json(source, file, &sink, diags);
 *     if (status == WSP_OK)
 *             status = wsp_stored_finish(stored, &plan);
 *     wsp_stored_free(stored);
 */
#ifndef WSP_PLAN_STORED_H
#define WSP_PLAN_STORED_H

#include "model/document.h"
#include "plan/plan.h"

struct wsp_stored;

/**
 * @param file   the plan's, where findings point to
 * @param diags  borrowed until wsp_stored_free()
 * @return NULL when memory ran out
 */
struct wsp_stored *wsp_stored_create(wsp_file_id file, struct wsp_diags *diags);

/** The sink for the reader of the document; valid as long as `stored`. */
struct wsp_reader_sink wsp_stored_sink(struct wsp_stored *stored);

/**
 * After the last record: put the plan together.
 *
 * @param ret_plan  set on WSP_OK only; owned by the caller, independent of `stored`
 * @return WSP_OK, WSP_INVALID or WSP_NO_MEMORY
 */
enum wsp_status wsp_stored_finish(struct wsp_stored *stored, struct wsp_plan *ret_plan);

/** NULL is ignored. */
void wsp_stored_free(struct wsp_stored *stored);

#endif
