using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Import;

/// <summary>One person to be imported.</summary>
/// <param name="Folder">What the import calls the person: the path of the folder below the import's, or the name that the files have.</param>
/// <param name="Pictures">The person's pictures, in the order of their names.</param>
/// <param name="Person">Who; the staff number is what a later run knows the person by.</param>
/// <param name="Consent">What the person decided; null where nobody asked.</param>
public sealed record ImportEntry(string Folder, IReadOnlyList<FileInfo> Pictures, NewPerson Person, ConsentDecision? Consent)
{
    /// <summary>Whether the import has neither a folder nor a file of this name.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Digest of the pictures as they were read for the review; null where there was none. What has changed since is not stored.</summary>
    public string? Seen { get; init; }
}

/// <summary>Who is to be imported.</summary>
/// <param name="People">The people, in an order that is the same at every run.</param>
/// <param name="LeftOut">Files that are nobody's picture, and why.</param>
public sealed record ImportPeople(IReadOnlyList<ImportEntry> People, IReadOnlyList<SkippedPicture> LeftOut);
