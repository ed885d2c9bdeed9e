namespace AccessKiosk.Vision.Detection;

/// <summary>Picks the one face that a picture is about: the largest. The others are bystanders or background.</summary>
public static class SubjectSelector
{
    /// <summary>Picks the subject.</summary>
    /// <param name="faces">The faces of one picture.</param>
    /// <param name="ambiguousSize">Ratio of sizes, at least 1, under which another face could be the subject as well.</param>
    /// <param name="subject">The index of the largest face; −1 when there is none.</param>
    /// <returns>How many faces could be the subject: with more than one, nobody is decided on.</returns>
    public static int Select(ReadOnlySpan<DetectedFace> faces, float ambiguousSize, out int subject)
    {
        subject = -1;
        var largest = 0f;
        for (var i = 0; i < faces.Length; i++)
            if (Size(faces[i]) is var size && size > largest)
                (largest, subject) = (size, i);
        var candidates = subject < 0 ? 0 : 1;
        for (var i = 0; i < faces.Length; i++)
            if (i != subject && largest < Size(faces[i]) * ambiguousSize)
                candidates++;
        return candidates;
    }

    private static float Size(in DetectedFace face) => MathF.Sqrt(face.Box.Area);
}
