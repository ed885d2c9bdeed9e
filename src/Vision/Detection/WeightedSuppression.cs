using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Detection;

/// <summary>
/// Non-maximum suppression that blends: overlapping candidates are averaged by score instead of dropped, which
/// steadies boxes and points from frame to frame (Bazarevsky et al. 2019, §3.3).
/// </summary>
internal static class WeightedSuppression
{
    /// <summary>Blends candidates in place.</summary>
    /// <returns>How many faces now stand at the start of <paramref name="candidates"/>, best first.</returns>
    public static int Blend(Span<DetectedFace> candidates, float overlap)
    {
        candidates.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var faces = 0;
        while (faces < candidates.Length)
        {
            var best = candidates[faces];
            var sum = default(Sum);
            var kept = faces + 1;
            for (var i = faces; i < candidates.Length; i++)
            {
                var candidate = candidates[i];
                if (candidate.Box.IntersectionOverUnion(best.Box) >= overlap || i == faces)
                    sum.Add(candidate);
                else
                    candidates[kept++] = candidate;
            }

            candidates[faces++] = sum.Mean(best.Score);
            candidates = candidates[..kept];
        }

        return faces;
    }

    private struct Sum
    {
        private float _weight;
        private Box _box;
        private KeyPoints _points;

        public void Add(in DetectedFace d)
        {
            var w = d.Score;
            _weight += w;
            _box = new(_box.X + w * d.Box.X, _box.Y + w * d.Box.Y, _box.Width + w * d.Box.Width, _box.Height + w * d.Box.Height);
            var p = d.Points;
            _points = new(
                _points.LeftEye + w * p.LeftEye, _points.RightEye + w * p.RightEye, _points.Nose + w * p.Nose,
                _points.Mouth + w * p.Mouth, _points.LeftEar + w * p.LeftEar, _points.RightEar + w * p.RightEar);
        }

        public readonly DetectedFace Mean(float score)
        {
            var w = 1 / _weight;
            return new(
                new(_box.X * w, _box.Y * w, _box.Width * w, _box.Height * w), score,
                new(_points.LeftEye * w, _points.RightEye * w, _points.Nose * w,
                    _points.Mouth * w, _points.LeftEar * w, _points.RightEar * w));
        }
    }
}
