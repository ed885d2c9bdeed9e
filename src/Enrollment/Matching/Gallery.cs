using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>Everyone who may be recognised, in memory, for exact 1:N search.</summary>
/// <remarks>
/// A person's comparison score is the highest over their references. The answer is that of comparing the probe with
/// every reference: a first pass over 8-bit components skips only references that a proven bound rules out, and scores
/// come from 24-bit components (within 1e-6 of double precision). Searches take no lock, allocate nothing once warm and
/// may run at any time and from any thread; a change is seen by the next search that starts.
/// </remarks>
public sealed class Gallery
{
    private readonly GalleryOptions _options;
    private readonly int _stride;
    private readonly Lock _change = new();
    private readonly GallerySearch?[] _idle;
    private GallerySnapshot _snapshot = GallerySnapshot.Empty;
    private long _edits;

    /// <summary>An empty gallery for one embedding model.</summary>
    /// <exception cref="ArgumentException">Names every fault of the options.</exception>
    public Gallery(GalleryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        _options = options;
        _stride = (options.Dimension + CoarseDot.Block - 1) / CoarseDot.Block * CoarseDot.Block;
        _idle = new GallerySearch?[Environment.ProcessorCount];
    }

    /// <summary>Hash of the embedding model that made every reference here.</summary>
    public string ModelHash => _options.ModelHash;

    /// <summary>People enrolled.</summary>
    public int People => Volatile.Read(ref _snapshot).People;

    /// <summary>References, over all people.</summary>
    public int References => Volatile.Read(ref _snapshot).References;

    /// <summary>Grows with every change.</summary>
    public long Edits => Volatile.Read(ref _edits);

    /// <summary>Bytes the gallery takes; single-precision vectors alone would take 4 × dimension × references.</summary>
    public long Bytes => Volatile.Read(ref _snapshot).Chunks.Length * GalleryChunk.Bytes(_stride);

    /// <summary>Whether the person has a reference here.</summary>
    public bool Contains(PersonId person) => Volatile.Read(ref _snapshot).Contains(person);

    /// <summary>Everyone who has a reference in it now, for asking about many: one pass over the references.</summary>
    public IReadOnlySet<PersonId> Everyone() => Volatile.Read(ref _snapshot).Everyone();

    /// <summary>Replaces everything; a person's references need not be adjacent. On a fault nothing changes.</summary>
    /// <exception cref="ForeignModelException">A reference was made by another model.</exception>
    /// <exception cref="ArgumentException">A vector is of another length than 1 or another number of components.</exception>
    public void Load(IEnumerable<GalleryReference> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        var people = new HashSet<PersonId>();
        var edit = new GalleryEdit(GallerySnapshot.Empty, _stride);
        foreach (var reference in references)
        {
            Require(reference);
            edit.Append(reference);
            people.Add(reference.Person);
        }
        lock (_change)
            Replace(edit.ToSnapshot(people.Count));
    }

    /// <summary>Adds a person, or gives an enrolled one these references in place of the old, in one step.</summary>
    /// <exception cref="ForeignModelException">A reference was made by another model.</exception>
    /// <exception cref="ArgumentException">No reference, another person's, or a vector that is not a unit vector.</exception>
    public void Set(PersonId person, IReadOnlyCollection<GalleryReference> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0)
            throw new ArgumentException("A person needs at least one reference; to take one out use Remove.", nameof(references));
        foreach (var reference in references)
        {
            if (reference.Person != person)
                throw new ArgumentException($"{reference} was offered for person {person}.", nameof(references));
            Require(reference);
        }
        lock (_change)
        {
            var edit = new GalleryEdit(_snapshot, _stride);
            var known = edit.Remove(person) > 0;
            foreach (var reference in references)
                edit.Append(reference);
            Replace(edit.ToSnapshot(_snapshot.People + (known ? 0 : 1)));
        }
    }

    /// <summary>Takes a person out. False when there was none.</summary>
    public bool Remove(PersonId person)
    {
        lock (_change)
        {
            var edit = new GalleryEdit(_snapshot, _stride);
            if (edit.Remove(person) == 0)
                return false;
            Replace(edit.ToSnapshot(_snapshot.People - 1));
            return true;
        }
    }

    /// <summary>The people most like a probe.</summary>
    /// <param name="probe">Embedding of length 1, made by the model <see cref="ModelHash"/>.</param>
    /// <param name="best">Takes distinct people, best first; its length is how many are wanted.</param>
    /// <returns>How many were written: all of <paramref name="best"/>, or everyone where fewer are enrolled.</returns>
    /// <exception cref="ArgumentException">The probe is not a unit vector of the gallery's dimension.</exception>
    public int Search(ReadOnlySpan<float> probe, Span<Candidate> best)
    {
        UnitVector.Require(probe, _options.Dimension, "The probe");
        var snapshot = Volatile.Read(ref _snapshot);
        if (best.IsEmpty || snapshot.References == 0)
            return 0;
        var search = Rent();
        var found = search.Run(snapshot, probe, best, alone: snapshot.References < _options.SingleThreadBelow);
        Return(search);
        return found;
    }

    private void Replace(GallerySnapshot other)
    {
        Volatile.Write(ref _snapshot, other);
        Volatile.Write(ref _edits, _edits + 1);
    }

    private void Require(in GalleryReference reference)
    {
        if (!string.Equals(reference.ModelHash, _options.ModelHash, StringComparison.OrdinalIgnoreCase))
            throw new ForeignModelException($"The {reference}", reference.ModelHash, _options.ModelHash);
        UnitVector.Require(reference.Vector.Span, _options.Dimension, $"The {reference}");
    }

    private GallerySearch Rent()
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.Exchange(ref _idle[i], null) is { } search)
                return search;
        }
        return new(_options.Dimension, _stride, _options.MaxThreads - 1);
    }

    private void Return(GallerySearch search)
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _idle[i], search, null) is null)
                return;
        }
    }
}
