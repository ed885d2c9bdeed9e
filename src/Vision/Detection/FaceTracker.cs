using System.Numerics;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Detection;

/// <summary>
/// Follows faces from frame to frame by overlap with their expected place (constant velocity), best pairs first.
/// Everything that is decided is decided about a track, so one that is doubtful ends rather than continues.
/// </summary>
public sealed class FaceTracker
{
    private const int Capacity = 32;
    private const float VelocityMemory = 0.5f;
    private const float StoppedShare = 0.8f;

    private readonly FaceTrackerOptions _options;
    private readonly Slot[] _slots = new Slot[Capacity];
    // An update may end as many as there are, and then each of the new ones may be ended by hand.
    private readonly long[] _ended = new long[2 * Capacity];
    private int _count;
    private int _endedCount;
    private long _lastTrack;

    /// <summary>Creates a tracker with no tracks.</summary>
    public FaceTracker(FaceTrackerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Tracks that ended at the last update or reset, or by hand since.</summary>
    public ReadOnlySpan<long> Ended => _ended.AsSpan(0, _endedCount);

    /// <summary>Assigns the faces of the next frame to tracks.</summary>
    /// <param name="faces">The frame's faces; those past 32 are ignored.</param>
    /// <param name="tracked">Receives one entry a face, in the faces' order; must be as long.</param>
    /// <returns>How many entries were written.</returns>
    public int Update(ReadOnlySpan<DetectedFace> faces, Span<TrackedFace> tracked)
    {
        faces = faces[..Math.Min(faces.Length, Capacity)];
        _endedCount = 0;
        Span<int> slotOf = stackalloc int[faces.Length];
        slotOf.Fill(-1);
        Assign(faces, slotOf);
        for (var i = 0; i < faces.Length; i++)
            if (slotOf[i] >= 0)
                tracked[i] = _slots[slotOf[i]].See(faces[i]);
        DropMissed();
        for (var i = 0; i < faces.Length; i++)
            if (slotOf[i] < 0)
                tracked[i] = Begin(faces[i]);
        return faces.Length;
    }

    /// <summary>Ends every track, for instance because the camera was lost.</summary>
    public void Reset()
    {
        _endedCount = 0;
        while (_count > 0)
            End(0);
    }

    /// <summary>Ends one track, for instance because another face took its place; the face starts a new one.</summary>
    public void End(long track)
    {
        for (var i = 0; i < _count; i++)
            if (_slots[i].Track == track)
            {
                End(i);
                return;
            }
    }

    private void Assign(ReadOnlySpan<DetectedFace> faces, Span<int> slotOf)
    {
        for (var round = 0; round < faces.Length; round++)
        {
            var best = _options.MinOverlap;
            var (bestFace, bestSlot) = (-1, -1);
            for (var f = 0; f < faces.Length; f++)
            {
                if (slotOf[f] >= 0)
                    continue;
                for (var s = 0; s < _count; s++)
                {
                    if (_slots[s].Seen)
                        continue;
                    var overlap = Overlap(_slots[s], faces[f].Box);
                    if (overlap > best)
                        (best, bestFace, bestSlot) = (overlap, f, s);
                }
            }

            if (bestFace < 0)
                return;
            slotOf[bestFace] = bestSlot;
            _slots[bestSlot].Seen = true;
        }
    }

    private float Overlap(in Slot slot, in Box box)
    {
        var growth = MathF.Sqrt(box.Area / slot.Face.Box.Area);
        if (growth > _options.MaxGrowth || growth < 1 / _options.MaxGrowth)
            return 0;
        // A head that stops or starts turning is where it was rather than where it was going; but of two faces that cross,
        // each is where it was going.
        return MathF.Max(slot.Expected().IntersectionOverUnion(box), StoppedShare * slot.Face.Box.IntersectionOverUnion(box));
    }

    private void DropMissed()
    {
        for (var s = _count - 1; s >= 0; s--)
        {
            if (!_slots[s].Seen && ++_slots[s].Missed > _options.MaxMissed)
                End(s);
            else
                _slots[s].Seen = false;
        }
    }

    private TrackedFace Begin(in DetectedFace face)
    {
        if (_count == Capacity)
            End(LongestMissed());
        _slots[_count] = new() { Track = ++_lastTrack, Face = face };
        return _slots[_count++].See(face);
    }

    // There is one while a face of this frame is without a track: no more faces are taken than there are slots.
    private int LongestMissed()
    {
        var longest = 0;
        for (var s = 1; s < _count; s++)
            if (_slots[s].Missed > _slots[longest].Missed)
                longest = s;
        return longest;
    }

    private void End(int slot)
    {
        _ended[_endedCount++] = _slots[slot].Track;
        _slots[slot] = _slots[--_count];
    }

    private struct Slot
    {
        public long Track;
        public DetectedFace Face;
        public int Missed;
        public bool Seen;
        private Vector2 _velocity;
        private int _frames;

        public readonly Box Expected()
        {
            var move = _velocity * (Missed + 1);
            return Face.Box with { X = Face.Box.X + move.X, Y = Face.Box.Y + move.Y };
        }

        public TrackedFace See(in DetectedFace face)
        {
            var step = (face.Box.Center - Face.Box.Center) / (Missed + 1);
            _velocity = Vector2.Lerp(step, _velocity, VelocityMemory);
            var missed = Missed;
            (Face, Missed) = (face, 0);
            return new(Track, face, ++_frames, missed);
        }
    }
}
