using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Indicators;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Recognition;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Access.Lanes;

/// <summary>Every camera of the site with its door, each with models of its own.</summary>
public sealed class LaneSet : IDisposable
{
    private readonly List<Lane> _lanes = [];

    /// <summary>Loads the models; no camera is open yet.</summary>
    /// <param name="devices">Cameras and doors.</param>
    /// <param name="doors">The doors.</param>
    /// <param name="models">The models.</param>
    /// <param name="perception">Settings from a frame to a face that was judged.</param>
    /// <param name="recognition">Settings of decisions.</param>
    /// <param name="population">The people and their store.</param>
    /// <param name="record">Writes what happens.</param>
    /// <param name="renewals">Takes what could renew references.</param>
    /// <param name="proofs">Told who was let in after a challenge.</param>
    /// <param name="gpio">The lines of lamps.</param>
    /// <param name="service">Watches that every lane makes progress.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">Cameras and doors do not fit together.</exception>
    /// <exception cref="GpioException">A lamp's line cannot be had.</exception>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public LaneSet(
        SiteDevices devices, DoorContexts doors, ModelCatalogue models, PerceptionSettings perception, RecognitionOptions recognition,
        EnrolledPopulation population, EventRecorder record, IReferenceRenewals renewals, IProofOfLife proofs, GpioDriver gpio, ServiceWatch service, TimeProvider time)
    {
        try
        {
            foreach (var plan in LanePlan.Of(devices))
            {
                var pipeline = RecognitionPipeline.Load(models, perception, new GalleryView(population.Gallery, population.Points, population.NeedsProof), recognition);
                var light = plan.Camera.Lamp is { Length: > 0 } lamp ? new FaceLight(lamp, plan.Camera.LampBelow, gpio, time) : null;
                _lanes.Add(new(plan, doors[plan.Door.Name], pipeline, population, record, renewals, proofs, light, service, time));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Every lane, by name; at least one.</summary>
    public IReadOnlyList<Lane> Lanes => _lanes;

    /// <summary>The lane of a camera; null when there is no such camera.</summary>
    public Lane? this[string camera] => _lanes.Find(lane => string.Equals(lane.Name, camera, StringComparison.OrdinalIgnoreCase));

    public void Dispose() => _lanes.ForEach(lane => lane.Dispose());
}
