/* Dead links: those that a plan leaves dead beyond the phase in which they die. */
#ifndef WSP_API_DEAD_LINKS_H
#define WSP_API_DEAD_LINKS_H

#include "api/verdict.h"

/**
 * Replay the claims and keep such links in the verdict, in the order in which they live again,
 * those that never do at the end.
 * @return WSP_OK or WSP_NO_MEMORY
 */
enum wsp_status wsp_dead_links_find(const struct wsp_claims *claims, struct wsp_verdict *verdict);

#endif
