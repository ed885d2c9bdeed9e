using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>What a gallery held at one moment; never changes, so that a search needs no lock.</summary>
/// <param name="Chunks">All full but the last.</param>
/// <param name="References">References in them.</param>
/// <param name="People">People they belong to.</param>
internal sealed record GallerySnapshot(GalleryChunk[] Chunks, int References, int People)
{
    public static GallerySnapshot Empty { get; } = new([], 0, 0);

    public int CountIn(int chunk) => Math.Min(GalleryChunk.Capacity, References - chunk * GalleryChunk.Capacity);

    public HashSet<PersonId> Everyone()
    {
        var everyone = new HashSet<PersonId>(People);
        for (var i = 0; i < Chunks.Length; i++)
        {
            foreach (var person in Chunks[i].People[..CountIn(i)])
                everyone.Add(person);
        }

        return everyone;
    }

    public bool Contains(PersonId person)
    {
        for (var i = 0; i < Chunks.Length; i++)
        {
            if (Chunks[i].People[..CountIn(i)].Contains(person))
                return true;
        }
        return false;
    }
}
