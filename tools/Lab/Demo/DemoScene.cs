using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Lab.Demo;

/// <summary>One scene of the demonstration.</summary>
/// <param name="Name">What events call it.</param>
/// <param name="Story">What the viewer reads.</param>
/// <param name="Expected">The event that it must bring, and the only one of granted, denied and spoof that it may bring.</param>
/// <param name="Recording">The file that plays the camera.</param>
/// <param name="Open">Opens a camera that is not a file; null for a file.</param>
internal sealed record DemoScene(string Name, string Story, EventCode Expected, string Recording, Func<CancellationToken, ICamera>? Open = null);

/// <summary>How a scene came out.</summary>
/// <param name="Scene">The scene.</param>
/// <param name="Got">What happened: the first of granted, denied and spoof, or undecided.</param>
/// <param name="AsExpected">Whether nothing but the expected happened.</param>
/// <param name="Frames">Frames processed.</param>
/// <param name="SecondsToDecision">Seconds from the first sight to the first decision.</param>
internal sealed record SceneResult(DemoScene Scene, EventCode Got, bool AsExpected, long Frames, double? SecondsToDecision);
