namespace AccessKiosk.Hardware.Gpio.Simulated;

/// <summary>One line of the simulated board and its present owner.</summary>
internal sealed class SimulatedLine(string name)
{
    private readonly Lock _gate = new();
    private SimulatedLineState _state = new(name, SimulatedLineUse.Free, Active: false, Broken: false);
    private IDisposable? _owner;

    public SimulatedLineState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    public bool SetFromOutside(bool active)
    {
        Input? input;
        lock (_gate)
        {
            if (_state.Use is SimulatedLineUse.Output)
                throw new GpioException($"The simulated line {name} is an output; only its owner sets it.");
            if (_state.Active == active)
                return false;

            _state = _state with { Active = active };
            input = _owner as Input;
        }

        input?.Report(active);
        return true;
    }

    public void Break()
    {
        Input? input;
        lock (_gate)
        {
            _state = _state with { Broken = true };
            input = _owner as Input;
        }

        input?.Fail(new($"The simulated line {name} is broken."));
    }

    public void Repair()
    {
        Input? input;
        bool level;
        lock (_gate)
        {
            _state = _state with { Broken = false };
            (input, level) = (_owner as Input, _state.Active);
        }

        input?.Recover(level);
    }

    public GpioOutput TakeAsOutput(bool active, Action<bool> changed) =>
        Take(SimulatedLineUse.Output, active, () => new Output(this, active, changed));

    public GpioInput TakeAsInput(TimeSpan debounce, TimeProvider time) =>
        Take(SimulatedLineUse.Input, State.Active, () => new Input(this, debounce, time));

    public void GiveBack()
    {
        IDisposable? owner;
        lock (_gate)
            owner = _owner;
        owner?.Dispose();
    }

    private T Take<T>(SimulatedLineUse use, bool active, Func<T> create) where T : IDisposable
    {
        lock (_gate)
        {
            if (_state.Use is not SimulatedLineUse.Free)
                throw new GpioException($"The simulated line {name} is already held as an {_state.Use}. Give each use its own line.");

            _state = _state with { Use = use, Active = active };
            var owner = create();
            _owner = owner;
            return owner;
        }
    }

    private void Free()
    {
        lock (_gate)
        {
            _owner = null;
            _state = _state with { Use = SimulatedLineUse.Free };
        }
    }

    private void Write(bool active)
    {
        lock (_gate)
        {
            if (_state.Broken)
                throw new GpioException($"The simulated line {name} is broken.");
            _state = _state with { Active = active };
        }
    }

    private sealed class Output(SimulatedLine line, bool initial, Action<bool> changed) : GpioOutput(line.State.Name, initial)
    {
        public override bool IsSimulated => true;

        protected override void Write(bool active)
        {
            line.Write(active);
            changed(active);
        }

        protected override void Release() => line.Free();
    }

    private sealed class Input(SimulatedLine line, TimeSpan debounce, TimeProvider time)
        : GpioInput(line.State.Name, debounce, line.State.Active, time)
    {
        public void Report(bool active) => OnLevel(active);

        public void Fail(GpioException failure) => OnFailure(failure);

        public void Recover(bool active) => OnRecovery(active);

        protected override void Release() => line.Free();
    }
}
