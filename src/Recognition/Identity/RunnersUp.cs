using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Recognition.Identity;

/// <summary>The people behind the best one, best first. By value: a search happens at every good frame and must not allocate.</summary>
/// <param name="First">The second best of all; meaningless where there is none.</param>
/// <param name="Second">The next.</param>
/// <param name="Third">The one after.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct RunnersUp(Candidate First, Candidate Second, Candidate Third, int Count)
{
    /// <summary>One person enrolled twice is common, three times happens; more are not told apart by a PIN.</summary>
    public const int Most = 3;

    public static RunnersUp Of(ReadOnlySpan<Candidate> others) => new(At(others, 0), At(others, 1), At(others, 2), Math.Min(others.Length, Most));

    /// <summary>One of them, from 0.</summary>
    public Candidate this[int place] => place switch
    {
        0 => First,
        1 => Second,
        _ => Third,
    };

    private static Candidate At(ReadOnlySpan<Candidate> others, int place) => place < others.Length ? others[place] : default;
}
