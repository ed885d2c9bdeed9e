using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Access.Configuration;

/// <summary>What a kiosk is configured with, pages apart. Each section's options are described by their own class.</summary>
public sealed class SiteOptions
{
    /// <summary>The only camera, where <see cref="Cameras"/> is empty.</summary>
    public required CameraOptions Camera { get; init; }

    /// <summary>Cameras by name.</summary>
    public required IReadOnlyDictionary<string, CameraOptions> Cameras { get; init; }

    /// <summary>Where models run.</summary>
    public required InferenceOptions Inference { get; init; }

    /// <summary>Face detection.</summary>
    public required BlazeFaceOptions Detection { get; init; }

    /// <summary>Face tracking.</summary>
    public required FaceTrackerOptions Tracking { get; init; }

    /// <summary>Picture quality.</summary>
    public required QualityOptions Quality { get; init; }

    /// <summary>Decisions about tracks.</summary>
    public required RecognitionOptions Recognition { get; init; }

    /// <summary>Presentation attack detection.</summary>
    public required LivenessOptions Liveness { get; init; }

    /// <summary>Captures at enrolment.</summary>
    public required CaptureOptions Enrollment { get; init; }

    /// <summary>The store.</summary>
    public required StoreOptions Store { get; init; }

    /// <summary>How long records are kept.</summary>
    public required RetentionOptions Retention { get; init; }

    /// <summary>Lines to locks and contacts.</summary>
    public required GpioOptions Gpio { get; init; }

    /// <summary>Doors by name.</summary>
    public required IReadOnlyDictionary<string, DoorOptions> Doors { get; init; }

    /// <summary>The settings of the way from a frame to a face that was judged.</summary>
    public PerceptionSettings Perception() => new(Detection, Tracking, Quality, Liveness);
}
