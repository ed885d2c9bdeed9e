/* What presentation attack detection and its simulator ask of OpenCV beyond accesskiosk_cv.h; same rules.
 * Pictures are passed as plain memory: 8-bit, 1 or 3 channels, rows of `stride` bytes. */
#ifndef ACCESSKIOSK_LIVENESS_H
#define ACCESSKIOSK_LIVENESS_H

#include "accesskiosk_cv.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ak_pixels { uint8_t* data; int width, height, channels, stride; } ak_pixels;

/* Straight edges of a grey picture (LSD, von Gioi et al. 2012), longest first: x0, y0, x1, y1 each. */
typedef struct ak_segments ak_segments;
AK_API int ak_segments_create(ak_segments** segments);
AK_API int ak_segments_find(ak_segments* segments, const ak_pixels* grey, float min_length, float* lines, int capacity, int* count);
AK_API void ak_segments_free(ak_segments* segments);

/* Draws `source` through a plane-to-plane map (row-major 3x3, continuous coordinates) over `target`, averaged where it
 * shrinks, and leaves the pixels that it does not cover. `opacity` (may be null) is a grey picture of the source's size. */
AK_API int ak_draw_plane(const ak_pixels* source, const ak_pixels* opacity, const double* source_to_target, ak_pixels* target);

/* Gaussian blur in place; sigma in pixels, 0 along an axis leaves that axis alone. */
AK_API int ak_blur(ak_pixels* image, float sigma_x, float sigma_y);

#ifdef __cplusplus
}
#endif
#endif
