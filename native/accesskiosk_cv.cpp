#include "accesskiosk_cv.h"

#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>
#include <opencv2/videoio.hpp>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

struct ak_image {
    cv::Mat mat;  // a header over memory of its own
    ~ak_image() { std::free(mat.data); }
};
struct ak_bytes { std::vector<uint8_t> data; };
struct ak_flow {
    cv::Ptr<cv::DISOpticalFlow> algorithm = cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_ULTRAFAST);
    cv::Mat packed[2], field;
};
struct ak_capture {
    cv::VideoCapture video;
    cv::Mat picture, upright;
    int rotation = 0;
    bool pending = false;  // a grabbed picture that waits in `upright` for an image of its size
};

namespace {

thread_local std::string last_error;

// Runs once, when the library is loaded.
const bool prepared = [] {
    cv::setNumThreads(1);  // the pipeline runs on threads of its own; a pool below it costs more than it gives
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);  // quiet, unless the operator asks; faults come back as codes
#ifdef __GLIBC__
    // Fixed, or the first large picture raises it: what is larger goes back to the system when it is freed.
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
    return true;
}();

std::string one_line(std::string text) {
    for (auto& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

template <class Body>
int guarded(Body&& body) noexcept {
    try {
        try {
            return body();
        } catch (const cv::Exception& e) {
            last_error = e.code == cv::Error::StsNoMem ? "not enough memory" : one_line(e.err + " (OpenCV, " + e.func + ")");
        } catch (const std::bad_alloc&) {
            last_error = "not enough memory";
        } catch (const std::exception& e) {
            last_error = one_line(e.what());
        } catch (...) {
            last_error = "unknown failure";
        }
    } catch (...) {  // no memory even for the text
    }
    return AK_FAILED;
}

void require(bool condition, const char* otherwise) {
    if (!condition) throw std::invalid_argument(otherwise);
}

std::unique_ptr<ak_image> make_image(int width, int height, int channels) {
    require(width > 0 && height > 0 && (channels == 1 || channels == 3), "an image needs a size and 1 or 3 channels");
    const size_t stride = (static_cast<size_t>(width) * channels + 63) / 64 * 64;
    auto image = std::make_unique<ak_image>();
    void* pixels = std::aligned_alloc(64, stride * height);
    if (!pixels) throw std::bad_alloc();
    image->mat = cv::Mat(height, width, CV_8UC(channels), pixels, stride);
    return image;
}

// OpenCV replaces a target whose size or type does not fit; the pixels would go astray.
void require_written(const cv::Mat& written, const ak_image* target) {
    require(written.data == target->mat.data, "the target image has another size or number of channels than the result");
}

// Row-major 2x3 in double precision from the interface's column order.
cv::Matx23d matrix(const float* m) { return {m[0], m[2], m[4], m[1], m[3], m[5]}; }

cv::Matx23d inverse(const cv::Matx23d& m) {
    const double determinant = m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0);
    require(std::isfinite(determinant) && std::abs(determinant) > 1e-12 && std::isfinite(m(0, 2)) && std::isfinite(m(1, 2)),
            "the map cannot be inverted");
    cv::Matx23d r;
    cv::invertAffineTransform(m, r);
    return r;
}

// Fills `target` by mapping each of its pixels back into `source`. Where that shrinks to a half or less, the part of
// the source that is needed is first halved by averaging as often as fits: linear sampling alone would alias.
void warp(const cv::Mat& source, cv::Mat& target, const cv::Matx23d& source_to_target, bool replicate) {
    static thread_local cv::Mat halves[2];
    cv::Matx23d back = inverse(source_to_target);
    cv::Mat from = source;
    const double shrink = std::sqrt(std::abs(back(0, 0) * back(1, 1) - back(0, 1) * back(1, 0)));
    const int levels = shrink < 2 ? 0 : static_cast<int>(std::min(6.0, std::floor(std::log2(shrink * 1.0001))));
    if (levels > 0) {
        const double w = target.cols, h = target.rows, pad = 2 << levels;
        double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
        for (int corner = 0; corner < 4; corner++) {
            const auto p = back * cv::Vec3d(corner & 1 ? w : 0, corner & 2 ? h : 0, 1);
            left = std::min(left, p[0] - pad), right = std::max(right, p[0] + pad);
            top = std::min(top, p[1] - pad), bottom = std::max(bottom, p[1] + pad);
        }
        const int x0 = static_cast<int>(std::clamp<double>(left, 0, source.cols)), x1 = static_cast<int>(std::clamp<double>(right, 0, source.cols));
        const int y0 = static_cast<int>(std::clamp<double>(top, 0, source.rows)), y1 = static_cast<int>(std::clamp<double>(bottom, 0, source.rows));
        const int columns = (x1 - x0) >> levels, rows = (y1 - y0) >> levels;
        if (columns > 0 && rows > 0) {
            from = source(cv::Rect(x0, y0, columns << levels, rows << levels));
            for (int level = 1; level <= levels; level++) {
                cv::Mat& half = halves[level & 1];
                cv::resize(from, half, cv::Size(from.cols / 2, from.rows / 2), 0, 0, cv::INTER_AREA);
                from = half;
            }
            const double factor = 1 << levels;
            for (int i = 0; i < 3; i++) back(0, i) /= factor, back(1, i) /= factor;
            back(0, 2) -= x0 / factor, back(1, 2) -= y0 / factor;
        }
    }
    // From continuous coordinates to those of pixel centres.
    for (int row = 0; row < 2; row++) back(row, 2) += 0.5 * (back(row, 0) + back(row, 1)) - 0.5;
    cv::warpAffine(from, target, back, target.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   replicate ? cv::BORDER_REPLICATE : cv::BORDER_CONSTANT);
    constexpr size_t most_kept = 4 << 20;  // a camera's frame fits; the halves of a large picture are not kept
    for (auto& half : halves)
        if (half.total() * half.elemSize() > most_kept) half.release();
}

#if defined(__x86_64__)
#define AK_FAST __attribute__((target_clones("avx2", "default")))
#else
#define AK_FAST
#endif

AK_FAST void interleaved(const uint8_t* __restrict in, float* __restrict out, int n, float scale, float offset) {
    for (int i = 0; i < n; i++) out[i] = in[i] * scale + offset;
}

AK_FAST void planes(const uint8_t* __restrict in, float* __restrict b, float* __restrict g, float* __restrict r, int n,
                    float scale, float offset) {
    for (int i = 0; i < n; i++) {
        b[i] = in[3 * i] * scale + offset;
        g[i] = in[3 * i + 1] * scale + offset;
        r[i] = in[3 * i + 2] * scale + offset;
    }
}

cv::Scalar bgr(int colour) { return {double(colour & 255), double(colour >> 8 & 255), double(colour >> 16 & 255)}; }
constexpr int SubPixelBits = 4;
// OpenCV draws in coordinates of pixel centres; far-away corners are held where its integers can follow.
cv::Point fixed_point(float x, float y) {
    const auto place = [](float v) { return cvRound((std::clamp(v, -1e6f, 1e6f) - 0.5f) * (1 << SubPixelBits)); };
    return {place(x), place(y)};
}

// OpenCV's rotate codes for clockwise quarter turns.
void turn(const cv::Mat& source, cv::Mat& target, int degrees) {
    switch (degrees) {
        case 90: cv::rotate(source, target, cv::ROTATE_90_CLOCKWISE); break;
        case 180: cv::rotate(source, target, cv::ROTATE_180); break;
        case 270: cv::rotate(source, target, cv::ROTATE_90_COUNTERCLOCKWISE); break;
        default: source.copyTo(target);
    }
}

}  // namespace

extern "C" {

const char* ak_error() { return last_error.c_str(); }
const char* ak_opencv_version() { return CV_VERSION; }

void ak_give_back() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

int ak_image_create(int width, int height, int channels, ak_image** image, uint8_t** pixels, int* stride) {
    return guarded([&] {
        auto made = make_image(width, height, channels);
        *pixels = made->mat.data;
        *stride = static_cast<int>(made->mat.step[0]);
        *image = made.release();
        return AK_OK;
    });
}

void ak_image_free(ak_image* image) { delete image; }

int ak_decode(const uint8_t* data, int64_t length, ak_image* image) {
    return guarded([&] {
        const cv::Mat bytes(1, static_cast<int>(length), CV_8U, const_cast<uint8_t*>(data));
        cv::Mat target = image->mat;
        cv::imdecode(bytes, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION, &target);
        require(!target.empty(), "its pixels cannot be decoded");
        require_written(target, image);
        return AK_OK;
    });
}

int ak_encode(const ak_image* image, const char* extension, int quality,
              ak_bytes** bytes, const uint8_t** data, int64_t* length) {
    return guarded([&] {
        auto made = std::make_unique<ak_bytes>();
        std::vector<int> parameters;
        if (!std::strcmp(extension, ".jpg")) parameters = {cv::IMWRITE_JPEG_QUALITY, quality};
        if (!std::strcmp(extension, ".webp")) parameters = {cv::IMWRITE_WEBP_QUALITY, quality};
        require(cv::imencode(extension, image->mat, made->data, parameters), "the image cannot be encoded");
        *data = made->data.data();
        *length = static_cast<int64_t>(made->data.size());
        *bytes = made.release();
        return AK_OK;
    });
}

void ak_bytes_free(ak_bytes* bytes) { delete bytes; }

int ak_copy(const ak_image* source, ak_image* target) {
    return guarded([&] {
        cv::Mat written = target->mat;
        source->mat.copyTo(written);
        require_written(written, target);
        return AK_OK;
    });
}

int ak_resize(const ak_image* source, ak_image* target) {
    return guarded([&] {
        const bool shrinks = target->mat.cols < source->mat.cols || target->mat.rows < source->mat.rows;
        cv::Mat written = target->mat;
        cv::resize(source->mat, written, written.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
        require_written(written, target);
        return AK_OK;
    });
}

int ak_warp(const ak_image* source, ak_image* target, const float* source_to_target, int replicate) {
    return guarded([&] {
        cv::Mat written = target->mat;
        warp(source->mat, written, matrix(source_to_target), replicate != 0);
        require_written(written, target);
        return AK_OK;
    });
}

int ak_grey(const ak_image* source, ak_image* target) {
    return guarded([&] {
        cv::Mat written = target->mat;
        if (source->mat.channels() == 1) source->mat.copyTo(written);
        else cv::cvtColor(source->mat, written, cv::COLOR_BGR2GRAY);
        require_written(written, target);
        return AK_OK;
    });
}

int ak_orient(const ak_image* source, ak_image* target, int exif_orientation) {
    return guarded([&] {
        const cv::Mat& from = source->mat;
        cv::Mat written = target->mat;
        switch (exif_orientation) {
            case 1: from.copyTo(written); break;
            case 2: cv::flip(from, written, 1); break;
            case 3: turn(from, written, 180); break;
            case 4: cv::flip(from, written, 0); break;
            case 5: cv::transpose(from, written); break;
            case 6: turn(from, written, 90); break;
            case 7: { cv::Mat turned; turn(from, turned, 180); cv::transpose(turned, written); break; }
            case 8: turn(from, written, 270); break;
            default: require(false, "an EXIF orientation is 1 to 8");
        }
        require_written(written, target);
        return AK_OK;
    });
}

int ak_crop(const ak_image* source, const float* source_to_crop, int count, int width, int height,
            int rgb, int layout, float scale, float offset, int replicate, float* tensor) {
    return guarded([&] {
        static thread_local cv::Mat scratch;
        require(source->mat.channels() == 3, "a crop is taken from a picture with 3 channels");
        const int area = width * height;
        for (int i = 0; i < count; i++, source_to_crop += 6, tensor += 3 * area) {
            auto map = matrix(source_to_crop);
            if (layout == AK_CWH) {  // columns first is the transposed crop, rows first
                for (int c = 0; c < 3; c++) std::swap(map(0, c), map(1, c));
                scratch.create(width, height, CV_8UC3);
            } else {
                scratch.create(height, width, CV_8UC3);
            }
            warp(source->mat, scratch, map, replicate != 0);
            if (layout == AK_HWC) {
                if (rgb) cv::cvtColor(scratch, scratch, cv::COLOR_BGR2RGB);
                interleaved(scratch.data, tensor, 3 * area, scale, offset);
            } else {
                planes(scratch.data, tensor + (rgb ? 2 * area : 0), tensor + area, tensor + (rgb ? 0 : 2 * area), area, scale, offset);
            }
        }
        return AK_OK;
    });
}

int ak_measure(const ak_image* image, float x, float y, float width, float height, int side,
               int dark_below, int bright_above, ak_measures* measures) {
    return guarded([&] {
        static thread_local cv::Mat crop, grey, laplacian;
        require(width > 0 && height > 0, "a region needs a size");
        crop.create(side, side, image->mat.type());
        const double sx = side / double(width), sy = side / double(height);
        warp(image->mat, crop, {sx, 0, -x * sx, 0, sy, -y * sy}, true);
        if (crop.channels() == 1) crop.copyTo(grey);
        else cv::cvtColor(crop, grey, cv::COLOR_BGR2GRAY);
        cv::Scalar mean, deviation;
        cv::Laplacian(grey, laplacian, CV_16S);
        cv::meanStdDev(laplacian, mean, deviation);
        measures->sharpness = static_cast<float>(deviation[0] * deviation[0]);
        cv::meanStdDev(grey, mean, deviation);
        measures->mean = static_cast<float>(mean[0]);
        measures->deviation = static_cast<float>(deviation[0]);
        int dark = 0, bright = 0;
        const uint8_t* p = grey.data;
        for (int i = 0; i < side * side; i++) dark += p[i] < dark_below, bright += p[i] > bright_above;
        measures->dark = dark / float(side * side);
        measures->bright = bright / float(side * side);
        return AK_OK;
    });
}

int ak_flow_create(ak_flow** flow) {
    return guarded([&] { *flow = new ak_flow; return AK_OK; });
}

int ak_flow_compute(ak_flow* flow, const ak_image* from, const ak_image* to, const float** field) {
    return guarded([&] {
        require(from->mat.type() == CV_8UC1 && to->mat.type() == CV_8UC1 && from->mat.size() == to->mat.size(),
                "optical flow needs two grey images of one size");
        // A field that is passed in is taken as a first guess: nothing may leak from the pair before.
        flow->field.create(from->mat.size(), CV_32FC2);
        flow->field.setTo(0);
        // The algorithm takes rows without padding only.
        const cv::Mat* pair[] = {&from->mat, &to->mat};
        for (int i = 0; i < 2; i++) {
            if (pair[i]->isContinuous()) continue;
            pair[i]->copyTo(flow->packed[i]);
            pair[i] = &flow->packed[i];
        }
        flow->algorithm->calc(*pair[0], *pair[1], flow->field);
        *field = flow->field.ptr<float>();
        return AK_OK;
    });
}

void ak_flow_free(ak_flow* flow) { delete flow; }

int ak_homography(const float* from, const float* to, int count, float threshold, double* matrix, uint8_t* inliers) {
    return guarded([&] {
        const cv::Mat a(count, 1, CV_32FC2, const_cast<float*>(from)), b(count, 1, CV_32FC2, const_cast<float*>(to));
        cv::Mat mask(count, 1, CV_8U, inliers);
        const cv::Mat h = cv::findHomography(a, b, cv::RANSAC, threshold, mask, 1000, 0.999);
        if (h.empty()) return static_cast<int>(AK_END);
        std::memcpy(matrix, h.ptr<double>(), 9 * sizeof(double));
        return static_cast<int>(AK_OK);
    });
}

int ak_draw_rectangle(ak_image* image, float x, float y, float width, float height, int colour, int thickness) {
    return guarded([&] {
        cv::rectangle(image->mat, fixed_point(x, y), fixed_point(x + width, y + height), bgr(colour), thickness, cv::LINE_AA, SubPixelBits);
        return AK_OK;
    });
}

int ak_draw_circle(ak_image* image, float x, float y, float radius, int colour, int thickness) {
    return guarded([&] {
        cv::circle(image->mat, fixed_point(x, y), cvRound(radius * (1 << SubPixelBits)), bgr(colour), thickness, cv::LINE_AA, SubPixelBits);
        return AK_OK;
    });
}

int ak_draw_lines(ak_image* image, const float* points, int count, int closed, int colour, int thickness) {
    return guarded([&] {
        std::vector<cv::Point> corners;
        for (int i = 0; i < count; i++) corners.push_back(fixed_point(points[2 * i], points[2 * i + 1]));
        cv::polylines(image->mat, corners, closed != 0, bgr(colour), thickness, cv::LINE_AA, SubPixelBits);
        return AK_OK;
    });
}

int ak_draw_text(ak_image* image, const char* text, float x, float y, float scale, int colour, int thickness) {
    return guarded([&] {
        cv::putText(image->mat, text, {cvRound(x), cvRound(y)}, cv::FONT_HERSHEY_SIMPLEX, scale, bgr(colour), thickness, cv::LINE_AA);
        return AK_OK;
    });
}

int ak_capture_open(const char* source, int backend, uint32_t fourcc, int width, int height, double fps,
                    int open_timeout_ms, int read_timeout_ms, ak_capture** capture, ak_capture_info* info) {
    return guarded([&] {
        auto made = std::make_unique<ak_capture>();
        cv::VideoCapture& video = made->video;
        switch (backend) {
            case AK_V4L2: video.open(std::atoi(source), cv::CAP_V4L2); break;
            case AK_FFMPEG:
                video.open(source, cv::CAP_FFMPEG, {cv::CAP_PROP_OPEN_TIMEOUT_MSEC, open_timeout_ms, cv::CAP_PROP_READ_TIMEOUT_MSEC, read_timeout_ms});
                break;
            default: require(false, "unknown video backend");
        }
        require(video.isOpened(), "it cannot be opened");
        if (backend == AK_V4L2) {
            if (fourcc != 0) video.set(cv::CAP_PROP_FOURCC, static_cast<double>(fourcc));  // before the size: it chooses among that format's
            if (width > 0) video.set(cv::CAP_PROP_FRAME_WIDTH, width);
            if (height > 0) video.set(cv::CAP_PROP_FRAME_HEIGHT, height);
            if (fps > 0) video.set(cv::CAP_PROP_FPS, fps);
            video.set(cv::CAP_PROP_BUFFERSIZE, 1);  // the newest picture is wanted, not a queue
        }
        if (backend == AK_FFMPEG) {
            // OpenCV 4.6, and only that, has the sense of the rotation tag wrong (opencv/opencv#22088): turned here.
            video.set(cv::CAP_PROP_ORIENTATION_AUTO, 0);
            const int sense = CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR == 6 ? -1 : 1;
            made->rotation = (sense * cvRound(video.get(cv::CAP_PROP_ORIENTATION_META)) % 360 + 360) % 360;
        }
        const bool sideways = made->rotation % 180 != 0;
        info->width = cvRound(video.get(sideways ? cv::CAP_PROP_FRAME_HEIGHT : cv::CAP_PROP_FRAME_WIDTH));
        info->height = cvRound(video.get(sideways ? cv::CAP_PROP_FRAME_WIDTH : cv::CAP_PROP_FRAME_HEIGHT));
        info->rotation = made->rotation;
        info->fps = video.get(cv::CAP_PROP_FPS);
        info->frames = video.get(cv::CAP_PROP_FRAME_COUNT);
        std::strncpy(info->backend, video.getBackendName().c_str(), sizeof info->backend - 1);
        info->backend[sizeof info->backend - 1] = 0;
        *capture = made.release();
        return AK_OK;
    });
}

int ak_capture_grab(ak_capture* capture, double* position_ms) {
    return guarded([&] {
        capture->pending = false;
        if (!capture->video.grab()) return static_cast<int>(AK_END);
        *position_ms = capture->video.get(cv::CAP_PROP_POS_MSEC);
        return static_cast<int>(AK_OK);
    });
}

int ak_capture_retrieve(ak_capture* capture, ak_image* image, int* width, int* height) {
    return guarded([&] {
        cv::Mat written = image->mat;
        if (capture->pending) {
            capture->upright.copyTo(written);
        } else if (capture->rotation == 0) {
            require(capture->video.retrieve(written), "the decoder gives no picture");
        } else {
            require(capture->video.retrieve(capture->picture), "the decoder gives no picture");
            turn(capture->picture, written, capture->rotation);
        }
        if (written.type() != CV_8UC3) {
            require(written.depth() == CV_8U && (written.channels() == 1 || written.channels() == 4), "the source gives no 8-bit BGR or grey pictures");
            cv::Mat converted = image->mat;
            cv::cvtColor(written, converted, written.channels() == 1 ? cv::COLOR_GRAY2BGR : cv::COLOR_BGRA2BGR);
            written = converted;
        }
        *width = written.cols;
        *height = written.rows;
        capture->pending = written.data != image->mat.data;
        if (capture->pending) capture->upright = written;
        return capture->pending ? AK_SIZE : AK_OK;
    });
}

int ak_capture_rewind(ak_capture* capture) {
    return guarded([&] {
        require(capture->video.set(cv::CAP_PROP_POS_FRAMES, 0), "the source cannot be rewound");
        return AK_OK;
    });
}

void ak_capture_free(ak_capture* capture) {
    guarded([&] { delete capture; return AK_OK; });
}

}  // extern "C"
