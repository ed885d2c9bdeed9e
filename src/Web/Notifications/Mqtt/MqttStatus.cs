namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>How the connection to the broker is, for pages and checks. Thread-safe.</summary>
internal sealed class MqttStatus(TimeProvider time)
{
    private volatile State _now = new(null, null, null);
    private readonly Lock _gate = new();

    /// <summary>How it is now.</summary>
    public State Now => _now;

    /// <summary>The broker took the connection and every state.</summary>
    public void Connected() => Change(now => now with { ConnectedAt = time.GetUtcNow() });

    /// <summary>There is no connection.</summary>
    /// <param name="fault">Why; null when the kiosk stops.</param>
    public void Lost(string? fault) => Change(now => now with { ConnectedAt = null, Fault = fault is null ? now.Fault : new(time.GetUtcNow(), fault) });

    /// <summary>Something failed while the connection stands.</summary>
    public void Failed(string fault) => Change(now => now with { Fault = new(time.GetUtcNow(), fault) });

    /// <summary>A command was not obeyed.</summary>
    public void Refused(string why) => Change(now => now with { Refused = new(time.GetUtcNow(), why) });

    private void Change(Func<State, State> change)
    {
        lock (_gate)
            _now = change(_now);
    }

    /// <summary>One moment's.</summary>
    /// <param name="ConnectedAt">Since when it stands; null: there is none.</param>
    /// <param name="Fault">What failed last.</param>
    /// <param name="Refused">The last command that was not obeyed.</param>
    public sealed record State(DateTimeOffset? ConnectedAt, Said? Fault, Said? Refused)
    {
        /// <summary>What is wrong now, in a sentence; null when all is well.</summary>
        public string? Trouble => ConnectedAt is null ? Fault?.Words ?? "The broker has not answered yet." : Fault?.At >= ConnectedAt ? Fault.Words : null;
    }

    /// <summary>Something said at a moment.</summary>
    public sealed record Said(DateTimeOffset At, string Words);
}
