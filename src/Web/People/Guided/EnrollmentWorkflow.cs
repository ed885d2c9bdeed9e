using AccessKiosk.Access.Lanes.Lending;
using AccessKiosk.Enrollment.Calibration.Report;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Recognition.Enrolling;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Web.People.Guided;

/// <summary>
/// One guided enrolment: borrows the camera, takes the captures, waits for the operator's decision, stores. However it
/// ends otherwise, nothing is kept and the camera is given back. Thread-safe.
/// </summary>
internal sealed class EnrollmentWorkflow(
    EnrolledPopulation population, ModelCatalogue models, PerceptionSettings perception, CaptureOptions options, TimeProvider time, EnrollmentPlan plan) : IFrameConsumer
{
    private const string Source = "camera";
    private static readonly TimeSpan ToBegin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ToCapture = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ToDecide = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private EnrollmentSession? _session;
    private GuidedEnrollment? _guided;
    private EnrollmentStatus _news = EnrollmentStatus.Start;
    private CameraGuide _guide = DoorGuide.Start;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (long Since, TimeSpan Time) _limit = (time.GetTimestamp(), ToBegin);
    private bool _storing;
    private bool _left;

    /// <summary>The identifier in addresses.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Who is enrolled.</summary>
    public EnrollmentPlan Plan => plan;

    /// <summary>When it began.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>What the page shows.</summary>
    public EnrollmentStatus News => Volatile.Read(ref _news);

    /// <summary>Completes with the next news.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Whether it ended because what the camera saw was no live person.</summary>
    public bool WasAttack { get; private set; }

    /// <summary>Whether it is over, with or without an enrolment.</summary>
    public bool IsOver => News.Phase is VisitPhase.Done or VisitPhase.Over;

    /// <summary>Loads the models and borrows the camera.</summary>
    public void Begin()
    {
        var session = new EnrollmentSession(plan.Consent, options, perception.Quality, population.Points.MinAgreement);
        var guided = new GuidedEnrollment(models, perception, options, session);
        lock (_gate)
        {
            if (IsOver || _session is not null)
            {
                guided.Dispose();
                session.Dispose();
                return;
            }

            (_session, _guided, _limit) = (session, guided, (time.GetTimestamp(), ToCapture));
            Tell(_news with { Phase = VisitPhase.Capturing, Guide = "Step in front of the camera." });
            if (!plan.Lane.Lease.TryLend(this))
                Close(VisitPhase.Over, "The camera is in use by somebody else. Try again when they have finished.");
        }
    }

    /// <inheritdoc/>
    public CameraGuide? Guide => Volatile.Read(ref _guide);

    /// <inheritdoc/>
    public float? Brightness { get; private set; }

    /// <inheritdoc/>
    public void Interrupt()
    {
        lock (_gate)
            _guided?.Interrupt();
    }

    /// <inheritdoc/>
    public bool Take(Frame frame)
    {
        lock (_gate)
        {
            if (_news.Phase is not VisitPhase.Capturing)
                return false;
            var progress = _guided!.Process(frame);
            Brightness = _guided.Brightness;
            Tell(_news.With(progress, _session!.TakenPoses));
            // Most frames change nothing here.
            if (DoorGuide.Of(progress) is var guide && guide != _guide)
                Volatile.Write(ref _guide, guide);
            WasAttack = progress.State is EnrollmentState.Refused;
            if (WasAttack)
                Close(VisitPhase.Over, "What the camera saw was no live person. Nothing was kept.");
            else if (progress.State is EnrollmentState.Complete)
                Complete();
            return _news.Phase is VisitPhase.Capturing;
        }
    }

    /// <summary>Takes the next good frame, however the head is held.</summary>
    public void TakeNext()
    {
        lock (_gate)
            _session?.TakeNext();
    }

    /// <summary>Stores the captures for the person of the plan.</summary>
    /// <param name="isAnother">Whether the operator says that who looks the same is somebody else.</param>
    public Task StoreAsync(bool isAnother) => StoreAsync((enroller, captures) => plan.Known is { } known
        ? enroller.AddAsync(known.Id, plan.Consent, captures, Source, plan.By, isAnother, CancellationToken.None)
        : enroller.EnrolAsync(plan.Fresh!, plan.Consent, captures, Source, plan.By, isAnother, CancellationToken.None));

    /// <summary>Stores the captures for somebody who is enrolled already: the operator says that it is the same person.</summary>
    /// <param name="same">One of those who look the same.</param>
    public Task StoreForAsync(PersonId same) => plan.Known is null && News.Alike.Any(alike => alike.Person == same.ToString())
        ? StoreAsync((enroller, captures) => enroller.AddAsync(same, plan.Consent, captures, Source, plan.By, allowDuplicate: true, CancellationToken.None))
        : Task.CompletedTask;

    /// <summary>Ends it when it has taken too long.</summary>
    public void Check()
    {
        lock (_gate)
            if (!IsOver && !_storing && time.GetElapsedTime(_limit.Since) > _limit.Time)
                End("It took too long. Nothing was kept.");
    }

    /// <summary>Ends it: nothing is kept, and the camera is given back. Nothing happens once it is over.</summary>
    public void End(string why)
    {
        lock (_gate)
        {
            // What is being stored is waited for: it may have been stored already.
            _left |= _storing;
            if (!IsOver && !_storing)
                Close(VisitPhase.Over, why);
        }
    }

    private void Complete()
    {
        var alike = population.Duplicates.Find(_session!.Captures(), population.Duplicates.Threshold(0), plan.Known?.Id, plan.Others);
        ReturnCamera();
        _limit = (time.GetTimestamp(), ToDecide);
        Tell(_news with
        {
            Phase = VisitPhase.Deciding,
            Guide = alike.Count == 0 ? "All captures are taken. Save them to finish." : "Somebody enrolled looks the same. You decide.",
            Wanted = null,
            Alike = [.. alike.Select(Line)],
        });
    }

    private AlikeLine Line(LookAlike alike)
    {
        var person = population.Store.People.Find(alike.Person);
        return new(alike.Person.ToString(), person?.Name ?? "somebody erased meanwhile", person?.ExternalId, FmrFormatter.Of(alike.Fmr));
    }

    private async Task StoreAsync(Func<Enroller, IReadOnlyList<Capture>, Task<EnrollmentOutcome>> store)
    {
        IReadOnlyList<Capture> captures;
        lock (_gate)
        {
            if (_news.Phase is not VisitPhase.Deciding || _storing)
                return;
            (_storing, captures) = (true, _session!.Captures());
        }

        try
        {
            var outcome = await store(new Enroller(population, time), captures);
            lock (_gate)
            {
                if (outcome.Person is { } person)
                    Close(VisitPhase.Done, "Enrolled.", person.Id.ToString());
                else
                    Tell(_news with { Guide = "Somebody enrolled looks the same. You decide.", Alike = [.. outcome.LookAlikes.Select(Line)] });
            }
        }
        catch (StoreException fault)
        {
            lock (_gate)
                Tell(_news with { Guide = fault.Message });
        }
        finally
        {
            lock (_gate)
            {
                _storing = false;
                if (_left)
                    End("The page was left. Nothing was kept.");
            }
        }
    }

    private void Close(VisitPhase phase, string words, string? person = null)
    {
        ReturnCamera();
        // The captures are wiped, also those that were stored.
        _session?.Dispose();
        Tell(_news with { Phase = phase, Guide = words, Wanted = null, Taken = [], Alike = [], Person = person });
    }

    private void ReturnCamera()
    {
        plan.Lane.Lease.Return(this);
        _guided?.Dispose();
        _guided = null;
    }

    private void Tell(EnrollmentStatus news)
    {
        if (news.ShowsTheSameAs(_news))
            return;
        Volatile.Write(ref _news, news with { Version = _news.Version + 1 });
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
