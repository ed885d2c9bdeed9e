// What a local camera offers, asked of the driver itself: OpenCV neither lists formats nor knows every control.
#include "accesskiosk_cv.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace {

class Device {
public:
    explicit Device(const char* path) : file_(open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)) {}
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;
    ~Device() {
        if (file_ >= 0) close(file_);
    }
    bool is_open() const { return file_ >= 0; }
    bool ask(unsigned long request, void* answer) const {
        int result;
        do {
            result = ioctl(file_, request, answer);
        } while (result < 0 && errno == EINTR);
        return result >= 0;
    }

private:
    int file_;
};

double rate(const v4l2_fract& interval) {
    return interval.numerator > 0 ? static_cast<double>(interval.denominator) / interval.numerator : 0;
}

double best_rate(const Device& device, uint32_t fourcc, int width, int height) {
    double best = 0;
    v4l2_frmivalenum interval{};
    interval.pixel_format = fourcc;
    interval.width = static_cast<uint32_t>(width);
    interval.height = static_cast<uint32_t>(height);
    for (interval.index = 0; interval.index < 64 && device.ask(VIDIOC_ENUM_FRAMEINTERVALS, &interval); interval.index++) {
        const bool discrete = interval.type == V4L2_FRMIVAL_TYPE_DISCRETE;
        best = std::max(best, rate(discrete ? interval.discrete : interval.stepwise.min));
        if (!discrete) break;
    }
    return best;
}

}  // namespace

int ak_video_formats(const char* device, int width, int height, ak_video_format* formats, int most, int* count) {
    *count = 0;
    const Device opened(device);
    if (!opened.is_open()) return AK_FAILED;
    v4l2_fmtdesc format{};
    format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    for (format.index = 0; *count < most && opened.ask(VIDIOC_ENUM_FMT, &format); format.index++) {
        const bool compressed = (format.flags & V4L2_FMT_FLAG_COMPRESSED) != 0;
        formats[(*count)++] = {format.pixelformat, compressed ? 1 : 0, best_rate(opened, format.pixelformat, width, height)};
    }
    return AK_OK;
}

int ak_video_keep_rate(const char* device) {
    const Device opened(device);
    v4l2_control control{V4L2_CID_EXPOSURE_AUTO_PRIORITY, 0};
    return opened.is_open() && opened.ask(VIDIOC_S_CTRL, &control) ? AK_OK : AK_FAILED;
}
