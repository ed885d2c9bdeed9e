using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Detection;

/// <summary>
/// Finds the faces of a stream with the detector that suits what is in view: the far one while nobody is near, the near one,
/// which takes a quarter of the time, as soon as the largest face is one that it boxes soundly. Keeps the choice from frame to
/// frame, so that each stream needs its own; not for use by two threads at a time.
/// </summary>
/// <param name="near">The near detector; stays its owner's.</param>
/// <param name="far">The far detector; stays its owner's. Null to do without.</param>
public sealed class FaceSearch(IFaceDetector near, IFaceDetector? far)
{
    /// <summary>
    /// Size of a face, as the near detector boxes it, as a share of the picture's longer side from which that detector is
    /// trusted. Its boxes of small faces are too wide: measured 3 % at a size of 0.14, 13 % at 0.125, 42 % at 0.105, where it
    /// also loses one face in ten.
    /// </summary>
    public const float NearSize = 0.16f;

    // Whoever is larger by so much may come a step back without the detector being changed again.
    private const float Hysteresis = 1.05f;

    // An empty view is searched for far faces on one frame of so many.
    private const int RestingFrames = 3;

    private bool _isFar, _isEmpty;
    private int _resting;

    /// <summary>Most faces reported for one picture.</summary>
    public int Capacity => near.Capacity;

    /// <summary>Finds the faces of the next picture.</summary>
    /// <param name="image">BGR, upright.</param>
    /// <param name="faces">Receives at most <see cref="Capacity"/> faces, most confident first.</param>
    /// <returns>How many were found.</returns>
    public int Detect(Image image, Span<DetectedFace> faces)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (far is null)
            return near.Detect(image, faces);
        var limit = NearSize * Math.Max(image.Width, image.Height);
        var rests = _isEmpty && ++_resting % RestingFrames != 0;
        if (!_isFar || rests)
        {
            var count = near.Detect(image, faces);
            if (Largest(faces[..count]) >= limit)
            {
                (_isFar, _isEmpty) = (false, false);
                return count;
            }

            if (rests)
                return 0;
        }

        var found = far.Detect(image, faces);
        (_isFar, _isEmpty) = (Largest(faces[..found]) < Hysteresis * limit, found == 0);
        return found;
    }

    /// <summary>Forgets what was in view.</summary>
    public void Reset() => (_isFar, _isEmpty, _resting) = (false, false, 0);

    private static float Largest(ReadOnlySpan<DetectedFace> faces)
    {
        var largest = 0f;
        foreach (var face in faces)
            largest = MathF.Max(largest, MathF.Sqrt(face.Box.Area));
        return largest;
    }
}
