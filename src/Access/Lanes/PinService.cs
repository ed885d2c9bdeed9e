using AccessKiosk.Access.Events;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Pins;
using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Access.Lanes;

/// <summary>What the pad at the door says to digits.</summary>
public enum PinResult
{
    /// <summary>Come in.</summary>
    Granted,

    /// <summary>Not now; never why.</summary>
    Denied,

    /// <summary>The awaited PIN was wrong; type it again.</summary>
    Again,
}

/// <summary>Takes what is typed on the pad beside a camera: the awaited PIN of a face, or a staff number with a PIN. One at a time.</summary>
/// <param name="camera">The camera's name.</param>
/// <param name="store">Who has which PIN.</param>
/// <param name="gate">Acts on it.</param>
/// <param name="view">Tells the screen.</param>
/// <param name="events">What happens.</param>
/// <param name="time">The clock.</param>
public sealed class PinService(string camera, KioskStore store, Gatekeeper gate, LiveView view, IEventSink events, TimeProvider time) : IDisposable
{
    // Checked in place of a missing hash: the response time must not reveal which numbers exist.
    private static readonly string Nobody = new PinHasher().Hash("7391");

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Takes the PIN that is awaited of the face before the camera.</summary>
    public async Task<PinResult> EnterAsync(string pin, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (gate.Awaited is not { } awaited)
                return PinResult.Denied;
            var (person, typed) = await WhoseAsync(pin, awaited);
            var answer = gate.Ask(awaited, person, typed);
            if (!answer.Open && gate.Awaited == awaited)
            {
                Publish(EventCodes.AccessDenied, person, answer.Reason, awaited);
                if (answer.Alarm is { } alarm)
                    Publish(alarm, awaited.Decision.Person, null, awaited);
                return PinResult.Again;
            }

            return Tell(answer, person, awaited);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Takes a staff number and a PIN of somebody without a face.</summary>
    /// <param name="number">The number.</param>
    /// <param name="pin">The PIN.</param>
    /// <param name="display">The paired display that they were typed at; null for this machine's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PinResult> BadgeAsync(string number, string pin, Guid? display, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var person = string.IsNullOrWhiteSpace(number) ? null : store.People.FindByExternalId(number.Trim())?.Id;
            var typed = await CheckAsync(pin, person);
            var answer = gate.Ask(person, typed, display?.ToString("N") ?? camera);
            // A number alone proves nothing: only the right PIN says who it was.
            return Tell(answer, typed is PinAnswer.Right or PinAnswer.Duress ? person : null, awaited: null);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // Of several people whom the face fits, the PIN says who it is: a duress PIN first, then a right one.
    private async Task<(PersonId? Person, PinAnswer Typed)> WhoseAsync(string pin, AwaitedPin awaited)
    {
        if (awaited.People is [var only] && awaited.Decision.IsIdentified)
            return (only, await CheckAsync(pin, only));
        var found = ((PersonId?)null, PinAnswer.Wrong);
        foreach (var one in awaited.People)
        {
            var typed = await CheckAsync(pin, one);
            if (typed is PinAnswer.Duress || (typed is not PinAnswer.Wrong && found.Item2 is PinAnswer.Wrong or PinAnswer.Damaged))
                found = (one, typed);
        }

        return found;
    }

    private Task<PinAnswer> CheckAsync(string pin, PersonId? person) => Task.Run(() =>
    {
        var hashes = person is { } id ? store.People.PinOf(id) : null;
        var answer = PinHasher.Check(pin, hashes?.Pin ?? Nobody, hashes?.Duress);
        return hashes is null ? PinAnswer.Wrong : answer;
    });

    private PinResult Tell(GateAnswer answer, PersonId? person, AwaitedPin? awaited)
    {
        view.Tell(answer.Open ? ScreenResult.Granted : ScreenResult.Denied, person);
        Publish(answer.Open ? EventCodes.AccessGranted : EventCodes.AccessDenied, person, answer.Reason, awaited);
        if (answer.Duress)
            Publish(EventCodes.AlarmDuress, person, null, awaited);
        if (answer.Alarm is { } alarm)
            Publish(alarm, person, null, awaited);
        return answer.Open ? PinResult.Granted : PinResult.Denied;
    }

    private void Publish(EventCode code, PersonId? person, ReasonCode? reason, AwaitedPin? awaited) => events.Publish(new()
    {
        At = time.GetUtcNow(),
        Code = code,
        Door = gate.Door.Name,
        Camera = camera,
        Track = awaited?.Decision.Track,
        Person = person,
        Name = person is { } id ? store.People.Find(id)?.Name : null,
        Score = awaited?.Decision.Score,
        Threshold = awaited?.Decision.Threshold,
        Liveness = awaited?.Decision.Liveness,
        Frames = awaited?.Decision.Frames,
        Seconds = awaited is null ? null : Math.Round(awaited.Decision.Elapsed.TotalSeconds, 3),
        Reason = reason,
        Alike = awaited?.Decision.Alike,
        Method = awaited is null ? AccessMethod.NumberAndPin : AccessMethod.FaceAndPin,
        Challenged = awaited?.Decision.IsChallenged is true ? true : null,
        Embedder = awaited is null ? null : FaceEmbedder.ModelHash,
    });
}
