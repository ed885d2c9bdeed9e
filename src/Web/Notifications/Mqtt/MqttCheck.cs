using AccessKiosk.Access.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>Whether the broker can be used. Nothing is published.</summary>
public sealed class MqttCheck : IHealthCheck
{
    /// <summary>What the check is called.</summary>
    public const string Name = "mqtt";

    private const string Advice = "Send a test: Admin, Notifications. docs/home-assistant.md says what each answer means.";

    private readonly MqttOptions _options;
    private readonly UnitNetwork? _unit;
    private readonly MqttStatus? _status;

    /// <summary>For a machine on which no kiosk need run: it connects and leaves again.</summary>
    /// <param name="options">The broker.</param>
    /// <param name="unit">The network rules of the unit; null for none.</param>
    public MqttCheck(MqttOptions options, UnitNetwork? unit) => (_options, _unit) = (options, unit);

    /// <summary>For the running kiosk: it looks at the connection that there is.</summary>
    internal MqttCheck(MqttOptions options, MqttStatus status) => (_options, _status) = (options, status);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!_options.IsOn)
            return CheckOutcome.Ok("none");
        var fault = _status is null ? await TryAsync(cancellationToken) : _status.Now.Trouble;
        return fault is null ? CheckOutcome.Ok($"{_options.Host} answers") : CheckOutcome.Warn(fault, Advice);
    }

    private async Task<string?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var broker = await MqttBroker.ConnectAsync(_options, _unit, availability: null, received: null, cancellationToken);
            return null;
        }
        catch (MqttFaultException fault)
        {
            return fault.Message;
        }
    }
}
