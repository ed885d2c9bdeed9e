using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Recognition.Perception;

/// <summary>
/// Finds faces that belong to the room: a poster, a portrait, a television, somebody who waits for someone else. A face that
/// stays on its spot and was refused there several times, or one that appears where such faces appeared before, is not judged
/// again until it moves away or comes nearer. Allocates nothing per frame; not for use by two threads at a time.
/// </summary>
public sealed class FurnitureWatch
{
    /// <summary>Refusals of one track on one spot until it is furniture.</summary>
    public const int StayRefusals = 4;

    /// <summary>Refusals of tracks that began at a place until every face that begins there is furniture.</summary>
    public const int PlaceRefusals = 3;

    /// <summary>A place where no face was seen for so long is forgotten.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    private const int MostTracks = 32;
    private const int MostPlaces = 16;

    // In widths of the face: somebody who stands still sways less; a step is more.
    private const float Step = 0.75f;
    private const float Nearer = 1.3f;
    private static readonly TimeSpan Unseen = TimeSpan.FromSeconds(2);

    private readonly Sighting[] _sightings = new Sighting[MostTracks];
    private readonly Place[] _places = new Place[MostPlaces];
    private int _tracks, _count;

    /// <summary>Takes the faces of the next frame.</summary>
    public void Observe(ReadOnlySpan<TrackedFace> faces, TimeSpan now)
    {
        for (var i = _tracks - 1; i >= 0; i--)
            if (now - _sightings[i].Seen is var away && (away > Unseen || away < TimeSpan.Zero))
                _sightings[i] = _sightings[--_tracks];
        for (var i = _count - 1; i >= 0; i--)
            if (now - _places[i].Seen is var away && (away > Forgotten || away < TimeSpan.Zero))
                _places[i] = _places[--_count];
        foreach (var face in faces)
            See(face, now);
    }

    /// <summary>Whether a track of the newest frame is furniture.</summary>
    public bool Contains(long track)
    {
        var at = Find(track);
        return at >= 0 && !_sightings[at].IsKnown && (_sightings[at].Refusals >= StayRefusals || (!_sightings[at].HasCome && FindPlace(_sightings[at].Spot) is >= 0 and var place && _places[place].Refusals >= PlaceRefusals));
    }

    /// <summary>Whether a track of the newest frame is furniture that never came: it looks the same when nobody is there.</summary>
    public bool IsRoom(long track) => Contains(track) && !_sightings[Find(track)].HasCome;

    /// <summary>A track of the newest frame was recognised and alive: somebody, whatever is refused them later.</summary>
    public void Recognise(long track)
    {
        if (Find(track) is >= 0 and var at)
            (_sightings[at].IsKnown, _sightings[at].HasCome) = (true, true);
    }

    /// <summary>A track of the newest frame was judged and not let in.</summary>
    public void Refuse(long track, TimeSpan now)
    {
        if (Find(track) is not (>= 0 and var at))
            return;
        ref var sighting = ref _sightings[at];
        sighting.Refusals++;
        // Whoever came there is a person: what happens to them says nothing about the place.
        if (sighting.HasCome)
            return;
        var index = FindPlace(sighting.Box);
        if (index < 0)
        {
            index = _count < MostPlaces ? _count++ : Oldest();
            _places[index] = new() { Area = sighting.Box, Largest = sighting.Box.Width };
        }

        ref var place = ref _places[index];
        place.Refusals++;
        place.Seen = now;
        place.Area = Union(place.Area, sighting.Box);
        place.Largest = MathF.Max(place.Largest, sighting.Box.Width);
    }

    /// <summary>Every track has ended; the places are what they were.</summary>
    public void Interrupt() => _tracks = 0;

    /// <summary>Forgets the places as well, for instance because another camera was opened.</summary>
    public void Reset() => (_tracks, _count) = (0, 0);

    private void See(in TrackedFace face, TimeSpan now)
    {
        var at = Find(face.Track);
        if (at < 0)
        {
            // There is room: no more faces are tracked at a time, and those that ended are forgotten soon.
            if (_tracks == MostTracks)
                _tracks--;
            at = _tracks++;
            _sightings[at] = new() { Track = face.Track, Spot = face.Face.Box, Smallest = face.Face.Box.Width };
        }

        ref var sighting = ref _sightings[at];
        (sighting.Box, sighting.Seen) = (face.Face.Box, now);
        var place = sighting.HasCome ? -1 : FindPlace(sighting.Box);
        if (place >= 0)
            _places[place].Seen = now;
        sighting.Smallest = MathF.Min(sighting.Smallest, sighting.Box.Width);
        sighting.HasCome |= sighting.Box.Width > Nearer * sighting.Smallest;
        if (!HasLeft(sighting.Spot, sighting.Box))
            return;
        // The people on a screen move within it.
        sighting.HasCome |= place < 0 || FindPlace(sighting.Spot) < 0;
        (sighting.Spot, sighting.Refusals) = (sighting.Box, 0);
    }

    private static bool HasLeft(in Box spot, in Box box) =>
        (box.Center - spot.Center).Length() > Step * spot.Width || box.Width > Nearer * spot.Width || spot.Width > Nearer * box.Width;

    private int Find(long track)
    {
        for (var i = 0; i < _tracks; i++)
            if (_sightings[i].Track == track)
                return i;
        return -1;
    }

    private int FindPlace(in Box box)
    {
        for (var i = 0; i < _count; i++)
        {
            var (area, reach, center) = (_places[i].Area, box.Width / 2, box.Center);
            if (box.Width <= Nearer * _places[i].Largest && center.X >= area.X - reach && center.X <= area.Right + reach && center.Y >= area.Y - reach && center.Y <= area.Bottom + reach)
                return i;
        }

        return -1;
    }

    private int Oldest()
    {
        var oldest = 0;
        for (var i = 1; i < _count; i++)
            if (_places[i].Seen < _places[oldest].Seen)
                oldest = i;
        return oldest;
    }

    private static Box Union(in Box a, in Box b)
    {
        var (x, y) = (MathF.Min(a.X, b.X), MathF.Min(a.Y, b.Y));
        return new(x, y, MathF.Max(a.Right, b.Right) - x, MathF.Max(a.Bottom, b.Bottom) - y);
    }

    private struct Sighting
    {
        public long Track;
        public Box Spot, Box;
        public float Smallest;
        public TimeSpan Seen;
        public int Refusals;
        public bool HasCome, IsKnown;
    }

    private struct Place
    {
        public Box Area;
        public float Largest;
        public TimeSpan Seen;
        public int Refusals;
    }
}
