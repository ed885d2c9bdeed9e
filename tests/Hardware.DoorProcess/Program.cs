using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Drivers;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Hardware.Watchdogs;

// Usage: wait|throw|starve|hang [chip]. Opens a door, grants, and then waits, throws, starves the thread pool or lets a
// stage hang. On simulated lines each level of the relay is one line on stdout; with a chip's name line 0 of it is the relay, with a
// USB board its relay 1. Or: camera SOURCE. Reads a camera for ever.
if (args[0] is "camera")
{
    using var camera = new CameraLoop(new() { Source = args[1] }, TimeProvider.System);
    while (camera.Next(CancellationToken.None) is not null)
        continue;
    return;
}

using var clock = new DoorClock();
using var watch = ServiceWatch.FromEnvironment(clock);
using var gpio = args.Length > 1 ? Real(args[1]) : Simulated();
var pulse = TimeSpan.FromSeconds(args[0] is "starve" ? 0.5 : 60);
using var door = Door.Open(new() { Name = "main", Relay = "relay", Pulse = pulse }, gpio, clock);
if (args[0] is "starve")
{
    ThreadPool.SetMaxThreads(Environment.ProcessorCount, Environment.ProcessorCount);
    for (var i = 0; i < 64; i++)
        ThreadPool.UnsafeQueueUserWorkItem(_ => Thread.CurrentThread.Join(), null);
}

door.Grant();
if (args[0] is "throw")
    throw new InvalidOperationException("the test asked for it");

watch.Ready();
if (args[0] is "hang")
    watch.Stage("loop", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Enter().Dispose();
using var never = new ManualResetEventSlim();
never.Wait();

GpioDriver Real(string chip)
{
    var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
    options.Lines["relay"] = new() { Chip = chip, Offset = chip.Contains(':') ? 1 : 0 };
    return new HardwareGpioDriver(options, clock);
}

GpioDriver Simulated()
{
    var board = new SimulatedGpio(clock);
    board.Watch(edge => Console.WriteLine($"{edge.Line} {(edge.Active ? "on" : "off")}"));
    return board;
}
