using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Web.People.Guided;

/// <summary>One guided enrolment at a time, whichever camera it is at.</summary>
internal sealed class EnrollmentService(EnrolledPopulation population, ModelCatalogue models, PerceptionSettings perception, CaptureOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private EnrollmentWorkflow? _current;

    /// <summary>The enrolment going on; null for none.</summary>
    public EnrollmentWorkflow? Current
    {
        get
        {
            lock (_gate)
            {
                _current?.Check();
                return _current is { IsOver: false } visit ? visit : null;
            }
        }
    }

    /// <summary>Begins one; null when somebody else's goes on. The operator's own one, left behind, makes room.</summary>
    public EnrollmentWorkflow? TryBegin(EnrollmentPlan plan)
    {
        lock (_gate)
        {
            if (Current is { } other)
            {
                if (other.Plan.By != plan.By || other.News.Phase is not VisitPhase.Waiting)
                    return null;
                other.End("Another enrolment was begun. Nothing was kept.");
            }

            return _current = new(population, models, perception, options, time, plan);
        }
    }

    /// <summary>The plan of the operator's last enrolment, if it came to nothing and no other was begun since: a further try begins with it.</summary>
    public EnrollmentPlan? Failed(Guid id, string by)
    {
        lock (_gate)
            return _current is { News.Phase: VisitPhase.Over } visit && visit.Id == id && visit.Plan.By == by ? visit.Plan : null;
    }

    /// <summary>The operator's own enrolment; null when there is none under this identifier.</summary>
    public EnrollmentWorkflow? Find(Guid id, string by) => Current is { } visit && visit.Id == id && visit.Plan.By == by ? visit : null;
}
