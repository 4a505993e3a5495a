fn main(){ for s in 1..6 { wegwijzer_proof::proto::run(500, s, 20); } }
