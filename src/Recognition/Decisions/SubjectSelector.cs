using AccessKiosk.Vision.Detection;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>Picks the one face that wants in: the largest. The others are bystanders, drawn but never decided on.</summary>
public static class SubjectSelector
{
    /// <summary>Picks the subject.</summary>
    /// <param name="faces">The faces of one frame.</param>
    /// <param name="ambiguousSize">Ratio of sizes under which two faces are both candidates.</param>
    /// <param name="subject">The index of the largest face; −1 when there is none.</param>
    /// <returns>Whether another face is about as large: then nobody is decided on.</returns>
    public static bool IsAmbiguous(ReadOnlySpan<TrackedFace> faces, float ambiguousSize, out int subject)
    {
        subject = -1;
        var (largest, second) = (0f, 0f);
        for (var i = 0; i < faces.Length; i++)
        {
            var side = MathF.Sqrt(faces[i].Face.Box.Area);
            if (side > largest)
                (second, largest, subject) = (largest, side, i);
            else if (side > second)
                second = side;
        }

        return second > 0 && largest < second * ambiguousSize;
    }
}
