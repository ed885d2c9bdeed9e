using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Access.Maintenance;

/// <summary>Carries confident matches from the camera loop to the store, which may keep them as proposals. Off by default.</summary>
public sealed class ReferenceRenewals : SupervisedBackgroundService, IReferenceRenewals
{
    // A match that finds no room is no loss: the person will come again.
    private const int Underway = 8;
    private static readonly TimeSpan ShutdownFlushTimeout = TimeSpan.FromSeconds(5);

    private readonly EnrolledPopulation _population;
    private readonly RenewalOptions _options;
    private readonly IEventSink _events;
    private readonly TimeProvider _time;
    private readonly Channel<Offered> _offers = Channel.CreateBounded<Offered>(Underway);

    /// <summary>Keeps what is offered until it is started.</summary>
    /// <param name="population">The people and their store.</param>
    /// <param name="options">When a match is a proposal.</param>
    /// <param name="events">Told of what was not kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs it.</param>
    public ReferenceRenewals(EnrolledPopulation population, RenewalOptions options, IEventSink events, TimeProvider time, ServiceSupervisor supervisor)
        : base(supervisor, "reference renewals", RestartPolicy.RestartThenEndKiosk) =>
        (_population, _options, _events, _time) = (population, options, events, time);

    /// <inheritdoc/>
    public void Offer(in Decision decision, in TrackEvidence evidence)
    {
        if (decision.Person is not { } person || RenewalRules.Refusal(
            _options, decision.Score, decision.Threshold, decision.Liveness, evidence.ChallengePassed, decision.Frames, evidence.Quality) is not null)
            return;
        var offered = new Offered(person, evidence.Probe.ToArray(), decision, evidence.Quality, evidence.ChallengePassed, _time.GetUtcNow());
        if (!_offers.Writer.TryWrite(offered))
            Wipe(offered.Embedding);
    }

    /// <summary>Answers what was offered, for at most five seconds, then stops.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _offers.Writer.TryComplete();
        await CompletionAsync(ShutdownFlushTimeout, cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var offered in _offers.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await _population.Store.Renewals.OfferAsync(Candidate(offered), _options, cancellationToken);
            }
            catch (StoreException fault)
            {
                // Nobody is locked out for want of a newer reference.
                _events.Publish(new() { At = _time.GetUtcNow(), Code = EventCodes.RenewalFault, Detail = fault.Message });
            }
            finally
            {
                Wipe(offered.Embedding);
            }
        }
    }

    private RenewalCandidate Candidate(Offered offered) => new()
    {
        Person = offered.Person,
        Embedding = offered.Embedding,
        ModelHash = FaceEmbedder.ModelHash,
        Score = offered.Decision.Score,
        Threshold = offered.Decision.Threshold,
        StrictThreshold = StrictThreshold(_population),
        Liveness = offered.Decision.Liveness,
        ChallengePassed = offered.ChallengePassed,
        Frames = offered.Decision.Frames,
        Quality = offered.Quality,
        CapturedAt = offered.At,
    };

    /// <summary>The score at which the enrolment itself must be matched: that of a tenth of the FPIR.</summary>
    public static float StrictThreshold(EnrolledPopulation population) => population.Duplicates.Threshold(0);

    private static void Wipe(float[] embedding) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(embedding.AsSpan()));

    private sealed record Offered(PersonId Person, float[] Embedding, Decision Decision, float Quality, bool ChallengePassed, DateTimeOffset At)
    {
        public override string ToString() => $"offer of {Person}";
    }
}
