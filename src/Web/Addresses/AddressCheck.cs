using AccessKiosk.Access.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Addresses;

/// <summary>Whether staff reach the pages from another machine.</summary>
/// <param name="addresses">The addresses.</param>
public sealed class AddressCheck(SiteAddresses addresses) : IHealthCheck
{
    /// <summary>What the check is called.</summary>
    public const string Name = "address";

    /// <summary>What to do where they do not.</summary>
    public const string Advice = "Set Web:HttpsPort, for instance to 8443, and restart the kiosk; behind a proxy set Web:PublicAddress to its address.";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        addresses.Others() is { Count: > 0 } others
            ? CheckOutcome.Ok(string.Join(", ", others))
            : CheckOutcome.Warn($"{addresses.Local}: other machines do not reach the pages", Advice));
}
