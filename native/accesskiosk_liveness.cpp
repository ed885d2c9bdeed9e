#include "accesskiosk_liveness.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

struct ak_segments {
    cv::Ptr<cv::LineSegmentDetector> detector = cv::createLineSegmentDetector(cv::LSD_REFINE_NONE, 1.0);
    std::vector<cv::Vec4f> found;
};

namespace {

// Arguments are checked by the caller; what is left to fail is memory.
template <class Body>
int guarded(Body&& body) noexcept {
    try {
        return body();
    } catch (...) {
        return AK_FAILED;
    }
}

cv::Mat view(const ak_pixels* p) { return {p->height, p->width, CV_8UC(p->channels), p->data, static_cast<size_t>(p->stride)}; }

float squared_length(const cv::Vec4f& s) {
    const float dx = s[2] - s[0], dy = s[3] - s[1];
    return dx * dx + dy * dy;
}

}  // namespace

extern "C" {

int ak_segments_create(ak_segments** segments) {
    return guarded([&] {
        *segments = new ak_segments();
        return AK_OK;
    });
}

void ak_segments_free(ak_segments* segments) { delete segments; }

int ak_segments_find(ak_segments* segments, const ak_pixels* grey, float min_length, float* lines, int capacity, int* count) {
    return guarded([&] {
        auto& found = segments->found;
        segments->detector->detect(view(grey), found);
        found.erase(std::remove_if(found.begin(), found.end(), [=](const cv::Vec4f& s) { return squared_length(s) < min_length * min_length; }), found.end());
        std::sort(found.begin(), found.end(), [](const cv::Vec4f& a, const cv::Vec4f& b) { return squared_length(a) > squared_length(b); });
        *count = std::min(capacity, static_cast<int>(found.size()));
        for (int i = 0; i < *count; i++)
            for (int k = 0; k < 4; k++) lines[4 * i + k] = found[i][k] + 0.5f;
        return AK_OK;
    });
}

int ak_draw_plane(const ak_pixels* source, const ak_pixels* opacity, const double* source_to_target, ak_pixels* target) {
    return guarded([&] {
        cv::Matx33d h(source_to_target);
        // Averaged first where it shrinks to a half or less: linear sampling alone would alias.
        const double cx = source->width / 2.0, cy = source->height / 2.0;
        const auto at = [&](double x, double y) { const auto p = h * cv::Vec3d(x, y, 1); return cv::Vec2d(p[0] / p[2], p[1] / p[2]); };
        const double scale = std::min(cv::norm(at(cx + 1, cy) - at(cx, cy)), cv::norm(at(cx, cy + 1) - at(cx, cy)));
        cv::Mat from = view(source), alpha = opacity ? view(opacity) : cv::Mat(from.size(), CV_8U, cv::Scalar(255));
        for (double s = scale; s <= 0.5 && from.cols > 8 && from.rows > 8; s *= 2) {
            const cv::Size half(from.cols / 2, from.rows / 2);
            h = h * cv::Matx33d(from.cols / double(half.width), 0, 0, 0, from.rows / double(half.height), 0, 0, 0, 1);
            cv::Mat smaller, thinner;
            cv::resize(from, smaller, half, 0, 0, cv::INTER_AREA);
            cv::resize(alpha, thinner, half, 0, 0, cv::INTER_AREA);
            from = smaller, alpha = thinner;
        }
        // Only the part of the target that the plane can reach.
        cv::Mat to = view(target);
        double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
        for (int corner = 0; corner < 4; corner++) {
            const auto p = h * cv::Vec3d(corner & 1 ? from.cols : 0, corner & 2 ? from.rows : 0, 1);
            if (p[2] <= 1e-9) { left = top = 0, right = to.cols, bottom = to.rows; break; }
            left = std::min(left, p[0] / p[2]), right = std::max(right, p[0] / p[2]);
            top = std::min(top, p[1] / p[2]), bottom = std::max(bottom, p[1] / p[2]);
        }
        const cv::Rect reach = cv::Rect(cv::Point(static_cast<int>(std::floor(std::clamp(left, -1e6, 1e6))) - 1, static_cast<int>(std::floor(std::clamp(top, -1e6, 1e6))) - 1),
                                        cv::Point(static_cast<int>(std::ceil(std::clamp(right, -1e6, 1e6))) + 1, static_cast<int>(std::ceil(std::clamp(bottom, -1e6, 1e6))) + 1)) &
                               cv::Rect(0, 0, to.cols, to.rows);
        if (reach.empty()) return AK_OK;
        to = to(reach);
        const cv::Matx33d to_centre(1, 0, -0.5 - reach.x, 0, 1, -0.5 - reach.y, 0, 0, 1), to_corner(1, 0, 0.5, 0, 1, 0.5, 0, 0, 1);
        const cv::Matx33d pixels = to_centre * h * to_corner;
        cv::Mat over, cover;
        cv::warpPerspective(from, over, pixels, to.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
        cv::warpPerspective(alpha, cover, pixels, to.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
        const int channels = to.channels();
        for (int y = 0; y < to.rows; y++) {
            const uint8_t *o = over.ptr(y), *c = cover.ptr(y);
            uint8_t* t = to.ptr(y);
            for (int x = 0; x < to.cols; x++)
                if (c[x])
                    for (int k = 0; k < channels; k++) {
                        const int i = x * channels + k;
                        t[i] = static_cast<uint8_t>((o[i] * c[x] + t[i] * (255 - c[x]) + 127) / 255);
                    }
        }
        return AK_OK;
    });
}

int ak_blur(ak_pixels* image, float sigma_x, float sigma_y) {
    return guarded([&] {
        cv::Mat mat = view(image);
        const auto size = [](float sigma) { return sigma > 0 ? 2 * static_cast<int>(std::ceil(3 * sigma)) + 1 : 1; };
        cv::GaussianBlur(mat, mat, {size(sigma_x), size(sigma_y)}, std::max(sigma_x, 1e-3f), std::max(sigma_y, 1e-3f));
        return AK_OK;
    });
}

}  // extern "C"
