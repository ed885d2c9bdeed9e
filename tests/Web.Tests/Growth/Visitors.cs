using AccessKiosk.Access.Lanes;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Web.Tests.Growth;

/// <summary>People who come, are advised and asked to move, let in or not, and go; every picture is a new one.</summary>
internal static class Visitors
{
    /// <summary>How long each takes, by the kiosk's clock.</summary>
    public const int Seconds = 20;

    /// <summary>Comes until it is stopped.</summary>
    public static async Task ComeAsync(HostedKiosk kiosk, CancellationToken stop)
    {
        using var frame = new Frame();
        using var picture = Recordings.Picture(Recordings.ManAnotherDay, 40);
        picture.CopyTo(frame.Prepare(picture.Width, picture.Height));
        TrackedFace[] faces = [new(1, new(new(120, 60, 140, 160), 0.9f, default), 10, 0)];
        var (view, began) = (kiosk.Lanes[0].View, kiosk.Time.GetTimestamp());
        var (told, visit) = (-1, 0);
        while (!stop.IsCancellationRequested)
        {
            var at = kiosk.Time.GetElapsedTime(began).TotalSeconds;
            (visit, var second) = ((int)(at / Seconds), at % Seconds);
            var outcome = second switch
            {
                < 3 => new(Advice.ComeCloser),
                < 6 => new(Advice.Challenge, Challenge: new(ChallengeState.Act, visit % 2 == 0 ? ChallengeAction.TurnLeft : ChallengeAction.LookUp, 1, 2)),
                < 14 => new FrameOutcome(Advice.Done),
                _ => new(Advice.None),
            };
            view.Show(frame, second < 14 ? faces : [], outcome);
            if (second > 6 && told != visit)
            {
                told = visit;
                view.Tell(visit % 3 == 0 ? ScreenResult.Denied : ScreenResult.Granted, null);
            }

            await Task.Delay(2, CancellationToken.None);
        }
    }
}
