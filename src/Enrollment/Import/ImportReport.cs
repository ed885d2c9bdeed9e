namespace AccessKiosk.Enrollment.Import;

/// <summary>Somebody who was not imported.</summary>
/// <param name="Folder">What the import calls the person.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedPerson(string Folder, string Name, string Reason);

/// <summary>A picture that gave no reference.</summary>
public sealed record SkippedPicture(string Folder, string File, string Reason);

/// <summary>Somebody imported with fewer references than a full enrolment has.</summary>
public sealed record FewCaptures(string Folder, string Name, int References, int Wanted);

/// <summary>What an import came to.</summary>
/// <param name="People">People in the folder or the CSV.</param>
/// <param name="Enrolled">Imported by this run.</param>
/// <param name="Already">Imported before, or enrolled under that staff number otherwise.</param>
/// <param name="Declined">Added without a face, because they declined.</param>
/// <param name="References">References stored by this run.</param>
/// <param name="Interrupted">Whether it was stopped before its end; the same command goes on.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Skipped">Who was left out, and why.</param>
/// <param name="Few">Who has fewer references than wanted.</param>
/// <param name="Pictures">Files that gave no reference, and why.</param>
public sealed record ImportReport(
    int People, int Enrolled, int Already, int Declined, int References, bool Interrupted, double Seconds,
    IReadOnlyList<SkippedPerson> Skipped, IReadOnlyList<FewCaptures> Few, IReadOnlyList<SkippedPicture> Pictures);
