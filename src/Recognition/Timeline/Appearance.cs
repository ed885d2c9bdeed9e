using AccessKiosk.Recognition.Identity;

namespace AccessKiosk.Recognition.Timeline;

/// <summary>One face that was followed through a recording, from where it came into view to where it left.</summary>
/// <param name="From">Where it begins, from the start of the recording.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Probe">The mean of its embeddings; empty (<see cref="ProbeTemplate.Count"/> 0) where it was never seen well enough to compare.</param>
/// <param name="Picture">Its best view, a small JPEG; null where there was none good enough.</param>
public sealed record Appearance(TimeSpan From, TimeSpan To, ProbeTemplate Probe, byte[]? Picture);
