namespace AccessKiosk.Access.Supervision;

/// <summary>A service failed for good, and the kiosk ends with the doors locked.</summary>
/// <param name="service">The service.</param>
/// <param name="failure">What ended it.</param>
public sealed class ServiceFailedException(string service, Exception failure)
    : Exception($"The service {service} failed ({failure.GetType().Name}) and the kiosk ends; the log has the details.", failure)
{
    /// <summary>The service's name.</summary>
    public string Service => service;
}
