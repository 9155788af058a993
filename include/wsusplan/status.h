/** What a call answers its caller, and the attributes of public functions. */
#ifndef WSUSPLAN_STATUS_H
#define WSUSPLAN_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WSP_API          __attribute__((visibility("default")))
#define WSP_NODISCARD    __attribute__((warn_unused_result))
#define WSP_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define WSP_API
#define WSP_NODISCARD
#define WSP_PRINTF(f, a)
#endif

/**
 * The answer to the caller; what to tell a person stands in struct wsp_diags. A call that takes
 * diagnostics and answers WSP_INVALID, WSP_INFEASIBLE or WSP_IO_ERROR has added an error to them.
 */
enum wsp_status {
	WSP_OK = 0,
	WSP_INVALID,    /**< the input is wrong */
	WSP_INFEASIBLE, /**< the input is right, and no plan fits it */
	WSP_IO_ERROR,   /**< a file could not be read or written */
	WSP_NO_MEMORY,  /**< memory ran out */
	WSP_CANCELLED,  /**< the sink or the caller's callback asked to stop */
};

#ifdef __cplusplus
}
#endif

#endif
