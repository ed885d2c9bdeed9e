namespace AccessKiosk.Web.Screen.Displays;

/// <summary>How many screens are open: this machine's display has places that no other machine can take. Thread-safe.</summary>
internal sealed class OpenScreens
{
    /// <summary>Most screens of this machine's display.</summary>
    public const int MostLocal = 8;

    /// <summary>Most screens of displays on other machines.</summary>
    public const int MostRemote = 16;

    /// <summary>Most screens of one display on another machine: the one it shows, and one that is being closed.</summary>
    public const int MostOfDisplay = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _displays = [];
    private int _local;

    /// <summary>Takes a place.</summary>
    /// <param name="display">The paired display; null for this machine's own.</param>
    /// <returns>Gives the place back; null when there is none.</returns>
    public IDisposable? TryOpen(Guid? display)
    {
        lock (_gate)
        {
            if (display is not { } id)
                return _local < MostLocal ? Local() : null;
            var open = _displays.GetValueOrDefault(id);
            if (open >= MostOfDisplay || _displays.Values.Sum() >= MostRemote)
                return null;
            _displays[id] = open + 1;
            return new Place(this, id);
        }
    }

    private Place Local()
    {
        _local++;
        return new(this, null);
    }

    private void Close(Guid? display)
    {
        lock (_gate)
        {
            if (display is not { } id)
                _local--;
            else if (--_displays[id] == 0)
                _displays.Remove(id);
        }
    }

    private sealed record Place(OpenScreens Screens, Guid? Display) : IDisposable
    {
        private bool _isClosed;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isClosed, true))
                Screens.Close(Display);
        }
    }
}
