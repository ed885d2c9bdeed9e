using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Configuration;

/// <summary>The cameras and doors of a site, as they are configured.</summary>
/// <param name="Camera">The only camera, where <paramref name="Cameras"/> is empty.</param>
/// <param name="Cameras">Cameras by name.</param>
/// <param name="Doors">Doors by name.</param>
public sealed record SiteDevices(CameraOptions Camera, IReadOnlyDictionary<string, CameraOptions> Cameras, IReadOnlyDictionary<string, DoorOptions> Doors);
