using System.Runtime.InteropServices;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>One person of a 1:N search and how like the probe they are.</summary>
/// <param name="Person">The person.</param>
/// <param name="Score">
/// Comparison score: the highest cosine similarity, -1 to 1, between the probe and any of the person's references.
/// </param>
/// <param name="Reference">The reference that gave that score.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Candidate(PersonId Person, float Score, ReferenceId Reference);
