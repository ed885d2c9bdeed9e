/* The C interface over OpenCV that the managed code calls.
 *
 * Every function returns AK_OK or a code below; no exception crosses. After AK_FAILED, ak_error() gives one line about
 * the last failure on the calling thread. Pixels are 8-bit, 1 channel (grey) or 3 (BGR interleaved), the first row at
 * the top. Coordinates are continuous: pixel (i, j) covers [i, i+1) x [j, j+1), its centre lies at (i+0.5, j+0.5).
 * Objects are not locked: one object is used by one thread at a time, except that images may be read by many. */
#ifndef ACCESSKIOSK_CV_H
#define ACCESSKIOSK_CV_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AK_API __attribute__((visibility("default")))

enum { AK_OK = 0, AK_FAILED = 1, AK_END = 2, AK_SIZE = 3 };

AK_API const char* ak_error(void);
AK_API const char* ak_opencv_version(void);

/* Gives freed memory back to the system. */
AK_API void ak_give_back(void);

/* Images: rows are aligned to 64 bytes, the content is undefined until written. */
typedef struct ak_image ak_image;
AK_API int ak_image_create(int width, int height, int channels, ak_image** image, uint8_t** pixels, int* stride);
AK_API void ak_image_free(ak_image* image);

/* Files in memory. Decoding gives BGR as stored, not turned by EXIF, into an image of exactly the file's size. */
typedef struct ak_bytes ak_bytes;
AK_API int ak_decode(const uint8_t* data, int64_t length, ak_image* image);
AK_API int ak_encode(const ak_image* image, const char* extension, int quality,
                     ak_bytes** bytes, const uint8_t** data, int64_t* length);
AK_API void ak_bytes_free(ak_bytes* bytes);

/* Whole images. A map is six floats x'=m0*x+m2*y+m4, y'=m1*x+m3*y+m5 (System.Numerics.Matrix3x2). */
AK_API int ak_copy(const ak_image* source, ak_image* target);
AK_API int ak_resize(const ak_image* source, ak_image* target);
AK_API int ak_warp(const ak_image* source, ak_image* target, const float* source_to_target, int replicate);
AK_API int ak_grey(const ak_image* source, ak_image* target);
AK_API int ak_orient(const ak_image* source, ak_image* target, int exif_orientation);

/* Crops to float tensors: one map and one block of 3*width*height floats per crop. Where a crop shrinks the picture
 * to a half or less, the picture is first averaged down, so that nothing aliases. */
enum { AK_HWC = 0, AK_CHW = 1, AK_CWH = 2 };
AK_API int ak_crop(const ak_image* source, const float* source_to_crop, int count, int width, int height,
                   int rgb, int layout, float scale, float offset, int replicate, float* tensor);

/* A region of a picture, resampled to side x side grey pixels. */
typedef struct ak_measures { float sharpness, mean, deviation, dark, bright; } ak_measures;
AK_API int ak_measure(const ak_image* image, float x, float y, float width, float height, int side,
                      int dark_below, int bright_above, ak_measures* measures);

/* Dense optical flow, DIS (Kroeger et al. 2016), preset ultrafast: 2 floats a pixel, continuous rows. */
typedef struct ak_flow ak_flow;
AK_API int ak_flow_create(ak_flow** flow);
AK_API int ak_flow_compute(ak_flow* flow, const ak_image* from, const ak_image* to, const float** field);
AK_API void ak_flow_free(ak_flow* flow);

/* The plane-to-plane map with the most inliers (RANSAC), row-major; AK_END when the points determine none. */
AK_API int ak_homography(const float* from, const float* to, int count, float threshold, double* matrix, uint8_t* inliers);

/* Drawing; a colour is 0xRRGGBB, points are pairs of floats; a thickness below 0 fills. */
AK_API int ak_draw_rectangle(ak_image* image, float x, float y, float width, float height, int colour, int thickness);
AK_API int ak_draw_circle(ak_image* image, float x, float y, float radius, int colour, int thickness);
AK_API int ak_draw_lines(ak_image* image, const float* points, int count, int closed, int colour, int thickness);
AK_API int ak_draw_text(ak_image* image, const char* text, float x, float y, float scale, int colour, int thickness);

/* Local cameras (V4L2): the formats of a device such as /dev/video0, each with the highest rate that it gives in a size (0:
 * the driver does not say), and asking it to keep the rate in the dark. */
typedef struct ak_video_format { uint32_t fourcc; int32_t compressed; double fps; } ak_video_format;
AK_API int ak_video_formats(const char* device, int width, int height, ak_video_format* formats, int most, int* count);
AK_API int ak_video_keep_rate(const char* device);

/* Video sources; a fourcc of 0 leaves the driver's format. Grab waits for the next picture (AK_END: there is none); retrieve writes it, upright, into an image.
 * Retrieve answers AK_SIZE, with the size wanted, when the image given has another one. */
enum { AK_V4L2 = 0, AK_FFMPEG = 1 };
typedef struct ak_capture ak_capture;
typedef struct ak_capture_info { int width, height, rotation; double fps, frames; char backend[16]; } ak_capture_info;
AK_API int ak_capture_open(const char* source, int backend, uint32_t fourcc, int width, int height, double fps,
                           int open_timeout_ms, int read_timeout_ms, ak_capture** capture, ak_capture_info* info);
AK_API int ak_capture_grab(ak_capture* capture, double* position_ms);
AK_API int ak_capture_retrieve(ak_capture* capture, ak_image* image, int* width, int* height);
AK_API int ak_capture_rewind(ak_capture* capture);
AK_API void ak_capture_free(ak_capture* capture);

#ifdef __cplusplus
}
#endif
#endif
