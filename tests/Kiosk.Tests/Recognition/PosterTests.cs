using System.Collections;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Recognition;

/// <summary>A portrait on the wall, which the detector loses and finds again.</summary>
public sealed class PosterTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public void A_portrait_on_the_wall_gives_a_few_events_and_then_none()
    {
        using var scene = new Scene(enrolled: false, "Recognition:TimeLimit=1", "Liveness:ChallengeAfter=30", "Liveness:UnknownBackgroundSeconds=10");
        using var portrait = Recordings.Picture(Recordings.Man, 60);
        using var poster = new Poster(portrait, times: 8);
        scene.Show(poster);

        Assert.Equal(FurnitureWatch.PlaceRefusals, scene.Events.Count(e => EventCodes.IsDecision(e.Code)));
    }

    // A second and a half of it, a third without a face; no two pictures have the same noise.
    private sealed class Poster(Image portrait, int times) : IReadOnlyList<Image>, IDisposable
    {
        private const int Shown = 38, Hidden = 8;

        private readonly Image _picture = portrait.Clone();

        public int Count => times * (Shown + Hidden);

        public Image this[int index]
        {
            get
            {
                var random = new Random(index);
                var isHidden = index % (Shown + Hidden) >= Shown;
                for (var y = 0; y < _picture.Height; y++)
                {
                    var from = portrait.Row(y);
                    var to = _picture.Row(y);
                    for (var x = 0; x < to.Length; x++)
                        to[x] = (byte)Math.Clamp((isHidden ? 60 + x % 90 : from[x]) + random.Next(-2, 3), 0, 255);
                }

                return _picture;
            }
        }

        public IEnumerator<Image> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose() => _picture.Dispose();
    }
}
